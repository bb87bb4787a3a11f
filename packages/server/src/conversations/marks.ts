import { announce } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { noteRead } from './notices/readers.ts'
import { openConversation, type Speaker } from './speaker.ts'

/** How far one side has received and read. Marks only move forward, and never past the last message. */
export async function mark(
  context: ConversationsContext,
  speaker: Speaker,
  conversationId: string,
  marks: { read?: number | undefined; delivered?: number | undefined }
): Promise<void> {
  await context.sql.begin(async tx => {
    const row = await openConversation(tx, speaker, conversationId, { lock: true })
    const isVisitor = speaker.kind === 'visitor'
    if (speaker.kind === 'member' && marks.read !== undefined)
      await noteRead(tx, { conversation: row.id, member: speaker.memberId }, marks.read, context.clock())
    const before = isVisitor
      ? { read: row.visitorRead, delivered: row.visitorDelivered }
      : { read: row.teamRead, delivered: row.teamDelivered }
    const read = Math.max(before.read, Math.min(marks.read ?? 0, row.lastSeq))
    const delivered = Math.max(before.delivered, read, Math.min(marks.delivered ?? 0, row.lastSeq))
    if (read === before.read && delivered === before.delivered) return
    if (isVisitor)
      await tx`
        UPDATE conversations SET visitor_read = ${read}, visitor_delivered = ${delivered},
          visitor_unread = (SELECT count(*) FROM messages
            WHERE conversation_id = ${row.id} AND seq > ${read} AND kind = 'message' AND author <> 'visitor')
        WHERE id = ${row.id}`
    else
      await tx`
        UPDATE conversations SET team_read = ${read}, team_delivered = ${delivered},
          unread = (SELECT count(*) FROM messages
            WHERE conversation_id = ${row.id} AND seq > ${read} AND kind = 'message' AND author = 'visitor')
        WHERE id = ${row.id}`
    await announce(context, tx, row)
  })
}
