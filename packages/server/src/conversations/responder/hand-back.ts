import { type Actor, AppError, toPublic } from '../../http/index.ts'
import { type Doer, noteActivity } from '../activity.ts'
import type { ConversationsContext, Tx } from '../context.ts'
import type { ConversationRow } from '../rows.ts'
import { ask } from './ask.ts'

/** A person gives a conversation back to the responder, which answers what is still open. Of a row that is locked. */
export async function handBack(
  context: ConversationsContext,
  tx: Tx,
  row: ConversationRow,
  { actor, by }: { actor: Actor; by: Doer }
): Promise<void> {
  if (row.responderName === null)
    throw new AppError('invalid', 'This agent has nobody who answers by itself. Set a responder first.', {
      field: 'answeredBy'
    })
  if (row.answeredBy === 'responder') return
  await tx`UPDATE conversations SET answered_by = 'responder', waiting_since = NULL WHERE id = ${row.id}`
  await noteActivity(context, tx, row.id, 'handed back', {}, by)
  await context.audit(actor, 'conversation.handed_back', toPublic('cnv', row.id), {}, tx)
  const [last] = await tx<{ author: string }[]>`
    SELECT author FROM messages WHERE conversation_id = ${row.id} AND kind = 'message' ORDER BY seq DESC LIMIT 1`
  if (last?.author === 'visitor' && row.status !== 'resolved') await ask(context, tx, row)
}
