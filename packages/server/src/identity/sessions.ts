import type { ISql, Sql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { keptUntil } from '../privacy/index.ts'
import { flags, instants } from '../stores/records/index.ts'
import { visitMinutes } from './browsers.ts'
import type { Seen, Sighting } from './sighting.ts'

type Asked = { visitor: string; seen: Sighting }
export type Session = Pick<Seen, 'visitor' | 'person' | 'sessionId' | 'sessionCount'>

/**
 * The visit each browser is in: the one it was in, while that is under 30 minutes old, else a new one, under the id the page made
 * for it unless that was a visit's before. Two tabs that ask at once meet on the visitor's row and get the same. Where they are now
 * takes the place of where they were, whole: half of one and half of the other would be nowhere.
 */
export async function enterVisits(sql: Sql, asked: Asked[]): Promise<Session[]> {
  if (asked.length === 0) return []
  const latest = new Map(asked.map(one => [one.visitor, one]))
  const rows = [...latest.values()]
  const ids = rows.map(row => row.visitor)
  const sessions = await sql.begin(async transaction => {
    // A statement of its own, so that the next one sees what those it waited for have written.
    await transaction`SELECT 1 FROM visitors WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
    return transaction<Session[]>`
      WITH asked AS (
        SELECT t.*, v.session_at > t.at - make_interval(mins => ${visitMinutes}) AS goes_on,
          EXISTS (SELECT 1 FROM visits x WHERE x.visitor_id = v.id AND x.id = t.made) AS is_used
        FROM unnest(
          ${ids}::uuid[], ${instants(rows.map(row => row.seen.at))}::timestamptz[],
          ${rows.map(row => row.seen.sessionId)}::uuid[], ${rows.map(() => newUuid())}::uuid[],
          ${rows.map(row => row.seen.source || null)}::text[], ${rows.map(row => pathOf(row.seen.url))}::text[],
          ${flags(rows.map(row => row.seen.where.asked))}::text[]::bool[], ${rows.map(row => row.seen.where.ip || null)}::inet[],
          ${rows.map(row => row.seen.where.place.country || null)}::text[],
          ${rows.map(row => row.seen.where.place.region || null)}::text[],
          ${rows.map(row => row.seen.where.place.city || null)}::text[],
          ${rows.map(row => row.seen.where.place.timezone || null)}::text[],
          ${instants(rows.map(row => keptUntil(row.seen.where, row.seen.at.getTime())))}::timestamptz[])
          AS t (visitor, at, made, fresh, source, path, asked, ip, country, region, city, timezone, place_until)
        JOIN visitors v ON v.id = t.visitor),
      entered AS (
        UPDATE visitors v SET
          session_id = CASE WHEN a.goes_on THEN v.session_id WHEN a.made IS NULL OR a.is_used THEN a.fresh ELSE a.made END,
          session_at = greatest(v.session_at, a.at), last_seen_at = greatest(v.last_seen_at, a.at),
          visits = v.visits + CASE WHEN a.goes_on THEN 0 ELSE 1 END,
          ip = CASE WHEN a.asked THEN a.ip ELSE v.ip END,
          country = CASE WHEN a.asked THEN a.country ELSE v.country END,
          region = CASE WHEN a.asked THEN a.region ELSE v.region END,
          city = CASE WHEN a.asked THEN a.city ELSE v.city END,
          timezone = CASE WHEN a.asked THEN a.timezone ELSE v.timezone END,
          place_until = CASE WHEN a.asked THEN a.place_until ELSE v.place_until END
        FROM asked a WHERE v.id = a.visitor
        RETURNING v.*, a.goes_on, a.at, a.source AS asked_source, a.path),
      started AS (
        INSERT INTO visits (visitor_id, id, started_at, last_at, source, entry_path, country, region, city, timezone,
          place_until, browser, os, device)
        SELECT id, session_id, at, at, asked_source, path, country, region, city, timezone, place_until, browser, os, device
        FROM entered WHERE NOT goes_on
        ON CONFLICT DO NOTHING),
      counted AS (
        UPDATE people p SET visits = p.visits + n.visits, last_seen_at = greatest(p.last_seen_at, n.last_seen_at),
          country = n.country, region = n.region, city = n.city, timezone = n.timezone, place_until = n.place_until
        FROM (SELECT DISTINCT ON (person_id) e.*, (count(*) OVER same)::int AS visits
              FROM (SELECT person_id, last_seen_at, country, region, city, timezone, place_until FROM entered
                    WHERE NOT goes_on) e
              WINDOW same AS (PARTITION BY person_id) ORDER BY person_id, last_seen_at DESC) n
        WHERE p.id = n.person_id
        RETURNING p.id, p.visits)
      SELECT e.id AS visitor, e.person_id AS person, e.session_id AS "sessionId",
        coalesce(c.visits, p.visits) AS "sessionCount"
      FROM entered e JOIN people p ON p.id = e.person_id LEFT JOIN counted c ON c.id = e.person_id`
  })
  const byVisitor = new Map(sessions.map(session => [session.visitor, session]))
  // Who was erased meanwhile enters none.
  return asked.flatMap(({ visitor }) => byVisitor.get(visitor) ?? [])
}

/** The visit each was last in, for a server that speaks of a visitor without seeing it. */
export async function currentVisits(sql: ISql, visitors: string[]): Promise<Session[]> {
  if (visitors.length === 0) return []
  return sql<Session[]>`
    SELECT v.id AS visitor, v.person_id AS person, v.session_id AS "sessionId", p.visits AS "sessionCount"
    FROM visitors v JOIN people p ON p.id = v.person_id WHERE v.id = ANY(${visitors}::uuid[])`
}

function pathOf(url: string | null): string | null {
  if (url === null) return null
  return URL.parse(url)?.pathname.slice(0, 500) ?? null
}
