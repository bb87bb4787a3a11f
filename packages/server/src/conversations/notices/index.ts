import type { ConversationsContext } from '../context.ts'
import { forgetReaders } from './readers.ts'
import { tellWaiting } from './team.ts'
import { tellVisitors } from './visitor.ts'

/** What there is to be mailed now. Any process may look; each thing is told once. */
export async function tellByMail(context: ConversationsContext): Promise<void> {
  await withdraw(context)
  await tellWaiting(context)
  await tellVisitors(context)
  await forgetReaders(context.sql, context.clock())
}

/** A mail that could not be sent yet is not sent any more once it is no longer true. */
async function withdraw({ sql, clock }: ConversationsContext): Promise<void> {
  const now = clock()
  await sql`
    UPDATE mails SET status = 'withdrawn', letter = NULL, ended_at = ${now} FROM conversations c
    WHERE mails.status = 'waiting' AND (mails.leased_until IS NULL OR mails.leased_until <= ${now})
      AND c.id = mails.conversation_id
      AND ((mails.kind = 'waiting' AND c.waiting_since IS DISTINCT FROM c.told_waiting)
        OR (mails.kind = 'reply' AND c.visitor_read IS DISTINCT FROM c.told_visitor))`
}
