import type { PeopleBehind, PeopleBehindAnswer, PersonSummary } from '@foyer/protocol'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows } from '../../http/index.ts'
import type { Query } from '../language/query.ts'
import type { Asking } from '../question.ts'

/** SQL of the people behind a figure: a row for each, with `visitor`, the least of their visitor ids, and `atMs`, when they did it. */
export type Behind = { sql: string; query: Query }

/** What the People page shows of the people any of whose visitor ids these are. */
export type PeopleByVisitor = (workspaceId: string, visitors: string[]) => Promise<Map<string, PersonSummary>>

const list = 'people behind'

/** A page of them, the newest first. The total is of all. */
export async function peopleBehind(
  asking: Asking,
  { sql, query }: Behind,
  page: Pick<PeopleBehind, 'cursor' | 'limit'>,
  peopleByVisitor: PeopleByVisitor
): Promise<PeopleBehindAnswer> {
  const limit = page.limit ?? defaultLimit
  const after = decodeCursor(list, ['instant', 'uuid', 'number'], page.cursor)
  const left = after
    ? `WHERE atMs < ${query.bind(after[0].getTime(), 'Int64')} OR (atMs = ${query.bind(after[0].getTime(), 'Int64')} AND visitor > ${query.bind(after[1], 'UUID')})`
    : ''
  const rows = await asking.ask<{ visitor: string; atMs: number; total: number }>(
    `SELECT visitor, atMs, total FROM (SELECT *, count() OVER () AS total FROM (${sql})) ${left}
     ORDER BY atMs DESC, visitor LIMIT ${query.bind(limit + 1, 'UInt32')}`,
    query
  )
  const total = rows[0]?.total ?? after?.[2] ?? 0
  const people = await peopleByVisitor(
    asking.workspaceId,
    rows.map(row => row.visitor)
  )
  const { items, nextCursor } = pageOfRows(
    rows,
    limit,
    row => ({ row, person: people.get(row.visitor) }),
    row => encodeCursor(list, [new Date(row.atMs), row.visitor, total])
  )
  return {
    // Somebody erased this moment has no record any more.
    items: items.flatMap(({ row, person }) => (person ? [{ ...person, at: new Date(row.atMs).toISOString() }] : [])),
    total,
    ...(nextCursor !== undefined && { nextCursor })
  }
}
