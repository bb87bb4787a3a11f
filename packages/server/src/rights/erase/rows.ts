import type { Erasure, ErasurePage } from '@foyer/protocol'
import type { ISql } from 'postgres'
import type { SentTogether } from '../../destinations/index.ts'
import { decodeCursor, defaultLimit, encodeCursor, notFound, pageOfRows, toPublic } from '../../http/index.ts'

export type ErasureRow = {
  id: string
  askedAt: Date
  askedBy: string
  browsers: number
  problem: string | null
  finishedAt: Date | null
}
/** One that is not done, with what it is about. */
export type OpenErasure = ErasureRow & {
  workspaceId: string
  workspaceNumber: number
  visitors: string[]
  conversations: string[]
  sentTogether: SentTogether[]
}

const columns = (sql: ISql) => sql`
  e.id, e.asked_at AS "askedAt", e.asked_by AS "askedBy", e.browsers, e.problem, e.finished_at AS "finishedAt"`

export const openErasures = (sql: ISql, most: number) => sql<OpenErasure[]>`
  SELECT ${columns(sql)}, e.workspace_id AS "workspaceId", w.number AS "workspaceNumber", e.visitors, e.conversations,
    e.sent_together AS "sentTogether"
  FROM erasures e JOIN workspaces w ON w.id = e.workspace_id
  WHERE e.finished_at IS NULL ORDER BY e.asked_at, e.id LIMIT ${most}`

/** The one under way that this visitor is among. */
export async function erasureUnderWay(
  sql: ISql,
  workspaceId: string,
  visitor: string
): Promise<ErasureRow | undefined> {
  const [row] = await sql<ErasureRow[]>`
    SELECT ${columns(sql)} FROM erasures e
    WHERE e.workspace_id = ${workspaceId} AND e.finished_at IS NULL AND e.visitors @> ARRAY[${visitor}::uuid]`
  return row
}

export async function erasureIn(sql: ISql, workspaceId: string, id: string): Promise<Erasure> {
  const [row] = await sql<ErasureRow[]>`
    SELECT ${columns(sql)} FROM erasures e WHERE e.workspace_id = ${workspaceId} AND e.id = ${id}`
  if (!row) throw notFound('erasure')
  return shownErasure(row)
}

/** The newest first. */
export async function listErasures(
  sql: ISql,
  workspaceId: string,
  query: { cursor?: string | undefined; limit?: number | undefined }
): Promise<ErasurePage> {
  const limit = query.limit ?? defaultLimit
  const before = decodeCursor('erasures', ['instant', 'uuid'], query.cursor)
  const rows = await sql<ErasureRow[]>`
    SELECT ${columns(sql)} FROM erasures e
    WHERE e.workspace_id = ${workspaceId}
      ${before ? sql`AND (e.asked_at < ${before[0]} OR (e.asked_at = ${before[0]} AND e.id > ${before[1]}))` : sql``}
    ORDER BY e.asked_at DESC, e.id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, shownErasure, row => encodeCursor('erasures', [row.askedAt, row.id]))
}

export const shownErasure = ({ id, askedAt, askedBy, browsers, problem, finishedAt }: ErasureRow): Erasure => ({
  id: toPublic('ers', id),
  askedAt: askedAt.toISOString(),
  askedBy,
  state: finishedAt === null ? 'running' : 'done',
  browsers,
  ...(finishedAt === null ? {} : { finishedAt: finishedAt.toISOString() }),
  ...(problem === null || finishedAt !== null ? {} : { problem })
})
