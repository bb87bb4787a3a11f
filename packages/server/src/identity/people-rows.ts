import { friendlyName } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../http/index.ts'

/**
 * How words are compared: in small letters and without accents, so that "emile" finds Émile. Done here and not in the database,
 * whose idea of a small letter depends on its locale and, in the embedded one, ends with ASCII.
 */
export const searchForm = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()

/** Words to search by: each part of an e-mail address is one, so "acme" finds jordan@acme.com. */
export const searchWords = (...values: (string | null | undefined)[]) =>
  searchForm(
    values
      .filter(value => value)
      .flatMap(value => [value, String(value).replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')])
      .join(' ')
  ).slice(0, 2000)

type Shown = { id: string; name: string | null; email: string | null; company: string | null; userId: string | null }

/**
 * Writes the rows of these people anew from their visitors and attributes; one that has no visitor left goes. A verified
 * value wins over a claimed one, then the newest.
 */
export async function rebuildPeople(sql: ISql, people: string[]): Promise<void> {
  if (people.length === 0) return
  const shown = await sql<Shown[]>`
    WITH best AS (
      SELECT DISTINCT ON (v.person_id, a.key) v.person_id, a.key, a.value #>> '{}' AS value
      FROM visitors v JOIN attributes a ON a.visitor_id = v.id
      WHERE v.person_id = ANY(${people}::uuid[]) AND a.key IN ('name', 'email', 'company')
        AND jsonb_typeof(a.value) = 'string' AND a.value #>> '{}' <> ''
      ORDER BY v.person_id, a.key, a.kind = 'verified' DESC, a.at DESC)
    SELECT v.person_id AS id,
      left((SELECT value FROM best b WHERE b.person_id = v.person_id AND key = 'name'), 200) AS name,
      left((SELECT value FROM best b WHERE b.person_id = v.person_id AND key = 'email'), 320) AS email,
      left((SELECT value FROM best b WHERE b.person_id = v.person_id AND key = 'company'), 200) AS company,
      min(v.user_id) AS "userId"
    FROM visitors v WHERE v.person_id = ANY(${people}::uuid[]) GROUP BY v.person_id`
  const kept = shown.map(person => person.id)
  const gone = people.filter(id => !kept.includes(id))
  if (gone.length > 0) await sql`DELETE FROM people WHERE id = ANY(${gone}::uuid[])`
  if (kept.length === 0) return
  const words = shown.map(person =>
    searchWords(person.name, person.email, person.company, person.userId, friendlyName(toPublic('vis', person.id)))
  )
  await sql`
    INSERT INTO people (id, workspace_id, name, email, company, user_id, first_seen_at, last_seen_at, events, visits, source,
      country, region, city, timezone, place_until, browser, os, device, bot, words)
    SELECT s.id, newest.workspace_id, s.name, s.email, s.company, s.user_id, total.first_seen_at, total.last_seen_at,
      total.events, total.visits, oldest.source, newest.country, newest.region, newest.city, newest.timezone, newest.place_until,
      newest.browser, newest.os, newest.device, total.bot, to_tsvector('simple', s.words)
    FROM unnest(${kept}::uuid[], ${shown.map(one => one.name)}::text[], ${shown.map(one => one.email)}::text[],
      ${shown.map(one => one.company)}::text[], ${shown.map(one => one.userId)}::text[], ${words}::text[])
      AS s (id, name, email, company, user_id, words)
    CROSS JOIN LATERAL (
      -- A visitor that a server named and that has done nothing yet has no time of its own.
      SELECT coalesce(min(first_seen_at) FILTER (WHERE events > 0 OR visits > 0), min(first_seen_at)) AS first_seen_at,
        coalesce(max(last_seen_at) FILTER (WHERE events > 0 OR visits > 0), max(last_seen_at)) AS last_seen_at,
        sum(events)::bigint AS events, sum(visits)::int AS visits, bool_and(bot <> '') AS bot
      FROM visitors WHERE person_id = s.id) total
    CROSS JOIN LATERAL (
      SELECT * FROM visitors WHERE person_id = s.id ORDER BY (events > 0 OR visits > 0) DESC, last_seen_at DESC, id LIMIT 1) newest
    CROSS JOIN LATERAL (
      SELECT source FROM visitors WHERE person_id = s.id ORDER BY (events > 0 OR visits > 0) DESC, first_seen_at, id LIMIT 1) oldest
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, company = excluded.company,
      user_id = excluded.user_id, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
      events = excluded.events, visits = excluded.visits, source = excluded.source, country = excluded.country,
      region = excluded.region, city = excluded.city, timezone = excluded.timezone, place_until = excluded.place_until,
      browser = excluded.browser, os = excluded.os, device = excluded.device, bot = excluded.bot, words = excluded.words`
}
