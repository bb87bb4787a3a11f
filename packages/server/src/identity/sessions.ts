import type { ISql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { instants } from '../stores/records/index.ts'
import { visitMinutes } from './browsers.ts'
import type { Seen, Sighting } from './sighting.ts'

type Asked = { visitor: string; seen: Sighting }
export type Session = Pick<Seen, 'visitor' | 'person' | 'sessionId' | 'sessionCount'>

/**
 * The visit each browser is in: the one it was in, while that is under 30 minutes old, else a new one. Two tabs that ask at
 * once meet on the visitor's row and get the same.
 */
export async function enterVisits(sql: ISql, asked: Asked[]): Promise<Session[]> {
  if (asked.length === 0) return []
  const latest = new Map(asked.map(one => [one.visitor, one]))
  const rows = [...latest.values()].sort((a, b) => (a.visitor < b.visitor ? -1 : 1))
  const sessions = await sql<(Session & { isNew: boolean })[]>`
    WITH asked AS (
      SELECT * FROM unnest(
        ${rows.map(row => row.visitor)}::uuid[], ${instants(rows.map(row => row.seen.at))}::timestamptz[],
        ${rows.map(row => row.seen.sessionId ?? newUuid())}::uuid[], ${rows.map(row => row.seen.source || null)}::text[],
        ${rows.map(row => pathOf(row.seen.url))}::text[])
        AS t (visitor, at, fresh, source, path)),
    before AS (
      SELECT v.id, v.session_id, v.session_at FROM visitors v JOIN asked a ON a.visitor = v.id ORDER BY v.id FOR UPDATE OF v),
    entered AS (
      UPDATE visitors v SET
        session_id = CASE WHEN b.session_at > a.at - make_interval(mins => ${visitMinutes}) THEN b.session_id ELSE a.fresh END,
        session_at = greatest(b.session_at, a.at),
        last_seen_at = greatest(v.last_seen_at, a.at)
      FROM asked a JOIN before b ON b.id = a.visitor WHERE v.id = a.visitor
      RETURNING v.*, a.at, a.source AS asked_source, a.path),
    started AS (
      INSERT INTO visits (visitor_id, id, started_at, last_at, source, entry_path, country, region, city, timezone, browser, os, device)
      SELECT id, session_id, at, at, asked_source, path, country, region, city, timezone, browser, os, device FROM entered
      ON CONFLICT (visitor_id, id) DO NOTHING
      RETURNING visitor_id)
    SELECT e.id AS visitor, e.person_id AS person, e.session_id AS "sessionId", s.visitor_id IS NOT NULL AS "isNew"
    FROM entered e LEFT JOIN started s ON s.visitor_id = e.id`
  const started = sessions.filter(session => session.isNew).map(session => session.visitor)
  if (started.length > 0) await countVisits(sql, started)
  const counts = await visitCounts(sql, [...new Set(sessions.map(session => session.person))])
  const byVisitor = new Map(sessions.map(session => [session.visitor, session]))
  return asked.map(({ visitor }) => {
    const session = byVisitor.get(visitor)
    if (!session) throw new Error('a visitor went while its visit was being entered')
    return { ...session, visitor, sessionCount: counts.get(session.person) ?? 1 }
  })
}

/** The visit each was last in, for a server that speaks of a visitor without seeing it. */
export async function currentVisits(sql: ISql, visitors: string[]): Promise<Session[]> {
  if (visitors.length === 0) return []
  return sql<Session[]>`
    SELECT v.id AS visitor, v.person_id AS person, v.session_id AS "sessionId", p.visits AS "sessionCount"
    FROM visitors v JOIN people p ON p.id = v.person_id WHERE v.id = ANY(${visitors}::uuid[])`
}

async function countVisits(sql: ISql, visitors: string[]): Promise<void> {
  await sql`
    WITH counted AS (
      UPDATE visitors SET visits = visits + 1 WHERE id = ANY(${visitors}::uuid[]) RETURNING person_id, last_seen_at)
    UPDATE people p SET visits = p.visits + c.visits, last_seen_at = greatest(p.last_seen_at, c.last_seen_at)
    FROM (SELECT person_id, count(*)::int AS visits, max(last_seen_at) AS last_seen_at FROM counted GROUP BY 1) c
    WHERE p.id = c.person_id`
}

async function visitCounts(sql: ISql, people: string[]): Promise<Map<string, number>> {
  const rows = await sql<
    { id: string; visits: number }[]
  >`SELECT id, visits FROM people WHERE id = ANY(${people}::uuid[])`
  return new Map(rows.map(row => [row.id, row.visits]))
}

function pathOf(url: string | null): string | null {
  if (url === null) return null
  return URL.parse(url)?.pathname.slice(0, 500) ?? null
}
