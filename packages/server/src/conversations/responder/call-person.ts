import { announce } from '../board.ts'
import type { ConversationsContext } from '../context.ts'
import { sayIn } from '../say.ts'
import { openConversation, type VisitorSpeaker } from '../speaker.ts'
import { handOver } from './hand-over.ts'
import { wordsIn } from './words.ts'

/** The visitor asks for a person. Asked again, or when a person answers already, it changes nothing. */
export async function callPerson(context: ConversationsContext, speaker: VisitorSpeaker, id: string): Promise<void> {
  const called = (await context.sql.begin(async tx => {
    const row = await openConversation(tx, speaker, id, { lock: true })
    if (row.answeredBy !== 'responder') return null
    await sayIn(context, tx, row, {
      kind: 'message',
      author: 'responder',
      authorId: null,
      authorName: row.responderName,
      text: wordsIn(row.locale ?? undefined).asked,
      clientId: null,
      attachments: [],
      mentions: [],
      detail: { responder: 'none', passages: [], confidence: 0, searchMs: 0, answerMs: 0, handedOver: 'asked' }
    })
    await handOver(context, tx, { ...row, lastSeq: row.lastSeq + 1 }, { reason: 'asked' })
    await announce(context, tx, row)
    return row
  })) as { id: string; workspaceId: string; assigneeId: string | null } | null
  if (!called) return
  context.factsWritten()
  if (called.assigneeId === null) context.unassigned(called.workspaceId, called.id)
}
