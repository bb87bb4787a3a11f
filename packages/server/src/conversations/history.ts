import type { Message, MessagesQuery, Page } from '@foyer/protocol'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows } from '../http/index.ts'
import type { ISql } from './context.ts'
import { type MessageRow, messageColumns, type Reader, shownMessage, visibleTo } from './rows.ts'

/** A page of a conversation by its own order; `after` is what a reader asks who has seen all up to there. */
export async function history(
  sql: ISql,
  conversation: string,
  reader: Reader,
  query: MessagesQuery
): Promise<Page<Message>> {
  const limit = query.limit ?? defaultLimit
  const isBackward = query.order === 'newest'
  const list = isBackward ? 'messages newest' : 'messages'
  const from = decodeCursor(list, ['number'], query.cursor)?.[0]
  const rows = await sql<MessageRow[]>`
    SELECT ${messageColumns(sql)} FROM messages m
    WHERE m.conversation_id = ${conversation} ${visibleTo(sql, reader)}
      ${query.after === undefined ? sql`` : sql`AND m.seq > ${query.after}`}
      ${from === undefined ? sql`` : isBackward ? sql`AND m.seq < ${from}` : sql`AND m.seq > ${from}`}
    ORDER BY m.seq ${isBackward ? sql`DESC` : sql`ASC`} LIMIT ${limit + 1}`
  return pageOfRows(
    rows,
    limit,
    row => shownMessage(row, reader),
    row => encodeCursor(list, [row.seq])
  )
}

export async function newestMessages(
  sql: ISql,
  conversation: string,
  reader: Reader,
  count: number
): Promise<Message[]> {
  const page = await history(sql, conversation, reader, { order: 'newest', limit: count })
  return page.items.reverse()
}
