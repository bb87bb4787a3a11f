import { createHash } from 'node:crypto'
import type { DashboardLinkCreated } from '@foyer/protocol'
import { type Actor, AppError, toPublic } from '../../http/index.ts'
import type { ISql, SavedContext } from './context.ts'
import { lockDashboard } from './dashboards.ts'

const secretBytes = 24
const dayMs = 86_400_000
const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

/** 192 random bits, shown this once. An earlier link stops working. */
export async function makeLink(
  context: SavedContext,
  actor: Actor,
  id: string,
  given: { expiresInDays?: number; notes?: boolean }
): Promise<DashboardLinkCreated> {
  const secret = Buffer.from(context.random(secretBytes)).toString('base64url')
  const at = context.clock()
  const expiresAt = given.expiresInDays === undefined ? null : new Date(at.getTime() + given.expiresInDays * dayMs)
  const notes = given.notes ?? false
  await context.sql.begin(async tx => {
    const { name } = await lockDashboard(tx, actor.workspaceId, id)
    await tx`
      INSERT INTO dashboard_links (dashboard_id, workspace_id, hash, created_at, expires_at, notes)
      VALUES (${id}, ${actor.workspaceId}, ${hashOf(secret)}, ${at}, ${expiresAt}, ${notes})
      ON CONFLICT (dashboard_id) DO UPDATE
        SET hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at,
          notes = excluded.notes`
    const until = expiresAt ? { expiresAt: expiresAt.toISOString() } : {}
    await context.audit(
      actor,
      'dashboard.link_made',
      toPublic('dsh', id),
      { name, ...until, ...(notes ? { notes } : {}) },
      tx
    )
  })
  return {
    url: `${context.publicUrl.replace(/\/+$/, '')}/shared/${secret}`,
    createdAt: at.toISOString(),
    notes,
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {})
  }
}

export async function withdrawLink(context: SavedContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { name } = await lockDashboard(tx, actor.workspaceId, id)
    const gone = await tx`DELETE FROM dashboard_links WHERE dashboard_id = ${id}`
    if (gone.count === 0) throw new AppError('not_found', 'This dashboard has no link.')
    await context.audit(actor, 'dashboard.link_withdrawn', toPublic('dsh', id), { name }, tx)
  })
}

export type Shared = {
  id: string
  workspaceId: string
  name: string
  workspace: string
  expiresAt: Date | null
  notes: boolean
}

/** Looked up each time, so that a link is gone the moment it is withdrawn. */
export async function sharedBy(sql: ISql, secret: string, now: Date): Promise<Shared> {
  const [row] = await sql<Shared[]>`
    SELECT d.id, d.workspace_id AS "workspaceId", d.name, w.name AS workspace, l.expires_at AS "expiresAt",
      l.notes
    FROM dashboard_links l JOIN dashboards d ON d.id = l.dashboard_id JOIN workspaces w ON w.id = l.workspace_id
    WHERE l.hash = ${hashOf(secret)} AND (l.expires_at IS NULL OR l.expires_at > ${now})`
  if (row) return row
  throw new AppError('not_found', 'This link was withdrawn, has run out, or never was. Ask whoever gave it to you.')
}
