import { AppError } from '../http/index.ts'
import { storableText } from '../identity/index.ts'
import { noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { writeFact } from './facts.ts'
import { openConversation, type VisitorSpeaker } from './speaker.ts'

/** How the visitor found it, once it is resolved. They may think again; the last word counts. */
export async function rate(
  context: ConversationsContext,
  speaker: VisitorSpeaker,
  conversationId: string,
  given: { score: number; comment?: string | undefined }
): Promise<void> {
  const at = context.clock()
  const comment = given.comment?.trim() ? storableText(given.comment.trim()) : null
  await context.sql.begin(async tx => {
    const row = await openConversation(tx, speaker, conversationId, { lock: true })
    if (row.status !== 'resolved')
      throw new AppError('conflict', 'A conversation is rated after it was resolved; this one is still open.')
    if (row.rating === given.score && row.ratingComment === comment) return
    await tx`
      UPDATE conversations SET rating = ${given.score}, rating_comment = ${comment}, rated_at = ${at} WHERE id = ${row.id}`
    await noteActivity(context, tx, row.id, 'rated', { score: given.score, ...(comment ? { comment } : {}) })
    await writeFact(tx, row, at, 'rated', `rated ${row.lastSeq}`, {
      score: given.score,
      ...(row.resolvedAt ? { seconds: (at.getTime() - row.resolvedAt.getTime()) / 1000 } : {})
    })
    await announce(context, tx, row)
  })
  context.factsWritten()
}
