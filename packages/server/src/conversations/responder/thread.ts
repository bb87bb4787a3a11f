import type { ISql } from '../context.ts'
import type { Turn } from './responder.ts'

/** What was said lately, and what of it waits for an answer. */
export type Thread = {
  question: string
  /** The last message it was made of. */
  seq: number
  before: Turn[]
  /** What the visitor asked before. */
  earlier: string | undefined
}

const mostMessages = 30
const mostChars = 8_000

export async function threadOf(sql: ISql, conversation: string): Promise<Thread | null> {
  const rows = await sql<{ seq: number; author: string; text: string }[]>`
    SELECT seq, author, text FROM messages WHERE conversation_id = ${conversation} AND kind = 'message'
    ORDER BY seq DESC LIMIT ${mostMessages}`
  const messages = rows.reverse()
  const lastOurs = messages.findLastIndex(message => message.author !== 'visitor')
  const open = messages.slice(lastOurs + 1)
  const last = open.at(-1)
  if (!last) return null
  const before = messages
    .slice(0, lastOurs + 1)
    .map(({ author, text }): Turn => ({ by: author === 'visitor' ? 'visitor' : 'us', text }))
  return {
    question: open
      .map(message => message.text.trim())
      .filter(text => text !== '')
      .join('\n')
      .slice(-mostChars),
    seq: last.seq,
    before,
    earlier: before.findLast(turn => turn.by === 'visitor')?.text
  }
}
