import type { PeopleBehind, PeopleBehindAnswer, PersonSummary } from '@foyer/protocol'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows } from '../../http/index.ts'
import type { Query } from '../language/query.ts'
import { halfSql } from '../language/who.ts'
import type { Asking } from '../question.ts'

/** SQL of the people behind a figure: a row for each, with `who`, their key, and `atMs`, when they did it. */
export type Behind = { sql: string; query: Query }

/** What the People page shows of the people whose ids begin with these halves. */
export type PeopleByHalf = (workspaceId: string, halves: string[]) => Promise<Map<string, PersonSummary>>

const list = 'people behind'

/** A page of them, the newest first. The total is of all. */
export async function peopleBehind(
  asking: Asking,
  { sql, query }: Behind,
  page: Pick<PeopleBehind, 'cursor' | 'limit'>,
  peopleByHalf: PeopleByHalf
): Promise<PeopleBehindAnswer> {
  const limit = page.limit ?? defaultLimit
  const after = decodeCursor(list, ['instant', 'uuid', 'number'], page.cursor)
  const left = after
    ? `WHERE atMs < ${query.bind(after[0].getTime(), 'Int64')} OR (atMs = ${query.bind(after[0].getTime(), 'Int64')} AND who > reinterpretAsUInt64(${query.bind(after[1], 'UUID')}))`
    : ''
  const rows = await asking.ask<{ half: string; atMs: number; total: number }>(
    `SELECT ${halfSql} AS half, atMs, total FROM (SELECT *, count() OVER () AS total FROM (${sql})) ${left}
     ORDER BY atMs DESC, who LIMIT ${query.bind(limit + 1, 'UInt32')}`,
    query
  )
  const total = rows[0]?.total ?? after?.[2] ?? 0
  const people = await peopleByHalf(
    asking.workspaceId,
    rows.map(row => row.half)
  )
  const { items, nextCursor } = pageOfRows(
    rows,
    limit,
    row => ({ row, person: people.get(row.half) }),
    row => encodeCursor(list, [new Date(row.atMs), firstIdOf(row.half), total])
  )
  return {
    // Somebody erased this moment has no record any more.
    items: items.flatMap(({ row, person }) => (person ? [{ ...person, at: new Date(row.atMs).toISOString() }] : [])),
    total,
    ...(nextCursor !== undefined && { nextCursor })
  }
}

/** The least id that begins like this. */
const firstIdOf = (half: string) => `${half.slice(0, 8)}-${half.slice(8, 12)}-${half.slice(12)}-0000-000000000000`
