import type { Conversation } from '@foyer/protocol'
import { type Actor, AppError, notFound, toPublic, toUuid } from '../http/index.ts'
import { doerOf } from './activity.ts'
import { colleague, giveTo } from './assign.ts'
import { announce } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { listedOne } from './inbox.ts'
import { sayIn } from './say.ts'
import { openConversation } from './speaker.ts'

/** Hands a conversation to a colleague, with a word for them that only the team reads. */
export async function transferConversation(
  context: ConversationsContext,
  actor: Actor,
  id: string,
  { to, note }: { to: string; note?: string | undefined }
): Promise<Conversation> {
  const given = await context.sql.begin(async tx => {
    const row = await openConversation(tx, actor, id, { lock: true })
    const next = await colleague(tx, row.workspaceId, toUuid(to))
    if (next.id === row.assigneeId) throw new AppError('conflict', `${next.name} has this conversation already.`)
    const by = await doerOf(tx, actor)
    await giveTo(context, tx, row, next, by)
    if (note?.trim()) {
      await sayIn(context, tx, await openConversation(tx, actor, id), {
        kind: 'note',
        author: by.kind,
        authorId: by.id,
        authorName: by.name,
        text: note,
        clientId: null,
        attachments: [],
        mentions: [next.id]
      })
    }
    const detail = { to: next.name, before: row.assigneeName }
    await context.audit(actor, 'conversation.transferred', toPublic('cnv', row.id), detail, tx)
    await announce(context, tx, row)
    return row.id
  })
  const conversation = await listedOne(context.sql, actor.workspaceId, given as string, context.clock())
  if (!conversation) throw notFound('conversation')
  return conversation
}
