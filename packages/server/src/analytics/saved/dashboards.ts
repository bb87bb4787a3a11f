import type { Dashboard, DashboardChange, DashboardCreate, DashboardSummary, DashboardTile } from '@foyer/protocol'
import {
  type Actor,
  AppError,
  decodeCursor,
  defaultLimit,
  encodeCursor,
  newUuid,
  notFound,
  pageOfRows,
  toPublic,
  toUuid
} from '../../http/index.ts'
import type { ISql, SavedContext, Tx } from './context.ts'
import { type ReportRow, storableName } from './reports.ts'

const mostDashboards = 200

type Row = {
  id: string
  name: string
  createdAt: Date
  updatedAt: Date
  createdBy: string | null
  key: string
  tileCount: number
  linkedAt: Date | null
  expiresAt: Date | null
  linkNotes: boolean | null
}
export type TileRow = Pick<ReportRow, 'id' | 'name' | 'kind' | 'range' | 'question'> &
  Pick<DashboardTile, 'width' | 'height'>

const find = (sql: ISql, workspaceId: string, now: Date) => sql`
  SELECT d.id, d.name, d.created_at AS "createdAt", d.updated_at AS "updatedAt", m.name AS "createdBy",
    lower(d.name) AS key, l.created_at AS "linkedAt", l.expires_at AS "expiresAt", l.notes AS "linkNotes",
    (SELECT count(*)::int FROM dashboard_tiles t WHERE t.dashboard_id = d.id) AS "tileCount"
  FROM dashboards d LEFT JOIN members m ON m.id = d.created_by
  LEFT JOIN dashboard_links l ON l.dashboard_id = d.id AND (l.expires_at IS NULL OR l.expires_at > ${now})
  WHERE d.workspace_id = ${workspaceId}`

const shown = (row: Row) => ({
  id: toPublic('dsh', row.id),
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...(row.createdBy === null ? {} : { createdBy: row.createdBy }),
  ...(row.linkedAt === null
    ? {}
    : {
        link: {
          createdAt: row.linkedAt.toISOString(),
          notes: row.linkNotes === true,
          ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() })
        }
      })
})

export async function listDashboards(
  context: Pick<SavedContext, 'sql' | 'clock'>,
  workspaceId: string,
  query: { cursor?: string; limit?: number }
) {
  const { sql } = context
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('dashboards', ['string', 'uuid'], query.cursor)
  const rows = await sql<Row[]>`
    ${find(sql, workspaceId, context.clock())}
      ${after ? sql`AND (lower(d.name), d.id) > (${after[0]}, ${after[1]})` : sql``}
    ORDER BY lower(d.name), d.id LIMIT ${limit + 1}`
  const item = (row: Row): DashboardSummary => ({ ...shown(row), tileCount: row.tileCount })
  return pageOfRows(rows, limit, item, row => encodeCursor('dashboards', [row.key, row.id]))
}

export const tilesOf = (sql: ISql, workspaceId: string, id: string): Promise<TileRow[]> =>
  sql<TileRow[]>`
    SELECT r.id, r.name, r.kind, r.range, r.question, t.width, t.height
    FROM dashboard_tiles t JOIN saved_reports r ON r.id = t.report_id
    WHERE t.workspace_id = ${workspaceId} AND t.dashboard_id = ${id} ORDER BY t.position`.then(rows => [...rows])

export async function dashboardIn(
  context: Pick<SavedContext, 'clock'>,
  sql: ISql,
  workspaceId: string,
  id: string
): Promise<Dashboard> {
  const [row] = await sql<Row[]>`${find(sql, workspaceId, context.clock())} AND d.id = ${id}`
  if (!row) throw notFound('dashboard')
  const tiles = await tilesOf(sql, workspaceId, id)
  return {
    ...shown(row),
    tiles: tiles.map(({ id: reportId, name, kind, width, height }) => ({
      reportId: toPublic('rep', reportId),
      name,
      kind,
      width,
      height
    }))
  }
}

/** All of them at once: what is not named goes. */
async function putTiles(tx: Tx, workspaceId: string, id: string, tiles: readonly DashboardTile[]): Promise<void> {
  await tx`DELETE FROM dashboard_tiles WHERE workspace_id = ${workspaceId} AND dashboard_id = ${id}`
  const reports = tiles.map(tile => toUuid(tile.reportId))
  // Held until the tiles are in, so that none of them is deleted in between.
  const own = await tx<{ id: string }[]>`
    SELECT id FROM saved_reports WHERE workspace_id = ${workspaceId} AND id = ANY(${reports}::uuid[]) FOR KEY SHARE`
  const known = new Set(own.map(report => report.id))
  for (const [position, tile] of tiles.entries()) {
    const report = reports[position] ?? ''
    if (!known.has(report))
      throw new AppError('invalid', `tiles.${position}.reportId is no saved report of this workspace.`, {
        field: `tiles.${position}.reportId`
      })
    await tx`
      INSERT INTO dashboard_tiles (workspace_id, dashboard_id, position, report_id, width, height)
      VALUES (${workspaceId}, ${id}, ${position}, ${report}, ${tile.width}, ${tile.height})`
  }
}

export async function addDashboard(context: SavedContext, actor: Actor, given: DashboardCreate): Promise<Dashboard> {
  const id = newUuid(context.random)
  const at = context.clock()
  const name = storableName(given.name)
  const { workspaceId } = actor
  const by = actor.kind === 'member' ? actor.memberId : null
  return (await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM dashboards WHERE workspace_id = ${workspaceId}`
    if (count >= mostDashboards)
      throw new AppError('conflict', `There are ${mostDashboards} dashboards already. Delete some first.`)
    await tx`
      INSERT INTO dashboards (id, workspace_id, name, created_by, created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${name}, ${by}, ${at}, ${at})`
    await putTiles(tx, workspaceId, id, given.tiles ?? [])
    await context.audit(actor, 'dashboard.created', toPublic('dsh', id), { name }, tx)
    return dashboardIn(context, tx, workspaceId, id)
  })) as Dashboard
}

export async function changeDashboard(
  context: SavedContext,
  actor: Actor,
  id: string,
  change: DashboardChange
): Promise<Dashboard> {
  const { workspaceId } = actor
  return (await context.sql.begin(async tx => {
    await lockDashboard(tx, workspaceId, id)
    const before = await dashboardIn(context, tx, workspaceId, id)
    const name = change.name === undefined ? before.name : storableName(change.name)
    await tx`UPDATE dashboards SET name = ${name}, updated_at = ${context.clock()} WHERE id = ${id}`
    if (change.tiles) await putTiles(tx, workspaceId, id, change.tiles)
    const detail = {
      ...(name === before.name ? { name } : { before: { name: before.name }, after: { name } }),
      ...(change.tiles ? { reports: change.tiles.length } : {})
    }
    await context.audit(actor, 'dashboard.changed', toPublic('dsh', id), detail, tx)
    return dashboardIn(context, tx, workspaceId, id)
  })) as Dashboard
}

export async function removeDashboard(context: SavedContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { name } = await lockDashboard(tx, actor.workspaceId, id)
    await tx`DELETE FROM dashboards WHERE id = ${id}`
    await context.audit(actor, 'dashboard.deleted', toPublic('dsh', id), { name }, tx)
  })
}

export async function lockDashboard(tx: ISql, workspaceId: string, id: string): Promise<{ name: string }> {
  const [row] = await tx<{ name: string }[]>`
    SELECT name FROM dashboards WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
  if (!row) throw notFound('dashboard')
  return row
}
