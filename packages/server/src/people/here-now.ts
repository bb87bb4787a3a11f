import { friendlyName, type LiveVisitor } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../http/index.ts'
import { isHere, present } from './summary.ts'

type Row = {
  id: string
  name: string | null
  email: string | null
  userId: string | null
  bot: boolean
  sessionId: string
  url: string | null
  title: string | null
  pageSince: Date | null
  visitSince: Date | null
  lastAt: Date
  source: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  browser: string | null
  os: string | null
  device: string | null
}

export const mostShown = 500

/** Who has a page open now, the latest to act first; of the given people only, where some are given. */
export async function hereNow(sql: ISql, workspaceId: string, now: Date, people?: string[]): Promise<LiveVisitor[]> {
  const rows = await sql<Row[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (v.person_id) p.id, p.name, p.email, p.user_id AS "userId", p.bot, v.session_id AS "sessionId",
        v.page_url AS url, v.page_title AS title, v.page_since AS "pageSince", v.visit_since AS "visitSince",
        v.last_seen_at AS "lastAt", coalesce(x.source, p.source) AS source, v.country, v.region, v.city, v.timezone, v.browser, v.os, v.device
      FROM visitors v JOIN people p ON p.id = v.person_id
      LEFT JOIN visits x ON x.visitor_id = v.id AND x.id = v.session_id
      WHERE v.workspace_id = ${workspaceId} AND ${isHere(sql, now)} AND v.events > 0
        ${people ? sql`AND v.person_id = ANY(${people}::uuid[])` : sql``}
      ORDER BY v.person_id, v.last_seen_at DESC) here
    ORDER BY "lastAt" DESC LIMIT ${mostShown}`
  return rows.map(visitorOf)
}

export async function countHere(sql: ISql, workspaceId: string, now: Date): Promise<number> {
  const rows = await sql<{ total: number }[]>`
    SELECT count(DISTINCT v.person_id) AS total FROM visitors v
    WHERE v.workspace_id = ${workspaceId} AND ${isHere(sql, now)} AND v.events > 0`
  return rows[0]?.total ?? 0
}

function visitorOf(row: Row): LiveVisitor {
  const id = toPublic('vis', row.id)
  const { name, email, url, title, source, country, region, city, timezone, browser, os, device } = row
  return {
    id,
    friendlyName: friendlyName(id),
    verified: row.userId !== null,
    bot: row.bot,
    sessionId: toPublic('ses', row.sessionId),
    pageSince: (row.pageSince ?? row.lastAt).toISOString(),
    visitSince: (row.visitSince ?? row.pageSince ?? row.lastAt).toISOString(),
    lastAt: row.lastAt.toISOString(),
    ...present({ name, email, url, title, source, country, region, city, timezone, browser, os, device }),
    ...present({ path: url === null ? null : (URL.parse(url)?.pathname ?? null) })
  }
}
