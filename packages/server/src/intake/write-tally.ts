import type { Sql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { keptUntil } from '../privacy/index.ts'
import { flags, instants } from '../stores/records/index.ts'
import type { Tally } from './tally.ts'

export type Moved = { workspaceId: string; person: string }

const text = (value: string) => (value === '' ? null : value)
const at = (ms: number) => new Date(ms)

/** Adds a tally to visits, visitors and people in one transaction, each with one statement. Answers whose record moved. */
export async function writeTally(
  sql: Sql,
  tally: Tally,
  node: string,
  { countedTo, nowMs }: { countedTo: Date; nowMs: number }
): Promise<Moved[]> {
  const visits = [...tally.visits.values()].sort(byVisitor)
  const visitors = [...tally.visitors.values()].sort(byVisitor)
  // An event may claim to be of tomorrow; its visitor was seen today, and their visit does not last until then.
  const seenBy = (ms: number) => at(Math.min(ms, nowMs))
  return sql.begin(async transaction => {
    // The same order everywhere, so that two writers never wait for each other in a ring.
    await transaction`SELECT 1 FROM visitors WHERE id = ANY(${visitors.map(one => one.visitor)}::uuid[]) ORDER BY id FOR UPDATE`
    const started = await transaction<{ visitor: string; isNew: boolean }[]>`
      INSERT INTO visits (visitor_id, id, started_at, last_at, pages, events, source, entry_path, country, region, city,
        timezone, place_until, browser, os, device)
      SELECT t.* FROM unnest(
        ${visits.map(one => one.visitor)}::uuid[], ${visits.map(one => one.session)}::uuid[],
        ${instants(visits.map(one => at(one.startedMs)))}::timestamptz[], ${instants(visits.map(one => at(one.lastMs)))}::timestamptz[],
        ${visits.map(one => one.pages)}::int[], ${visits.map(one => one.events)}::int[],
        ${visits.map(one => text(one.source))}::text[], ${visits.map(one => text(one.entryPath))}::text[],
        ${visits.map(one => text(one.first.sender.where.place.country))}::text[],
        ${visits.map(one => text(one.first.sender.where.place.region))}::text[],
        ${visits.map(one => text(one.first.sender.where.place.city))}::text[],
        ${visits.map(one => text(one.first.sender.where.place.timezone))}::text[],
        ${instants(visits.map(one => keptUntil(one.first.sender.where, one.first.timeMs)))}::timestamptz[],
        ${visits.map(one => text(one.first.sender.machine.browser))}::text[],
        ${visits.map(one => text(one.first.sender.machine.os))}::text[],
        ${visits.map(one => text(one.first.sender.machine.device))}::text[])
        AS t (visitor, id, started, last, pages, events, source, path, country, region, city, timezone, place_until,
          browser, os, device)
      WHERE EXISTS (SELECT 1 FROM visitors v WHERE v.id = t.visitor)
      ON CONFLICT (visitor_id, id) DO UPDATE SET
        entry_path = CASE WHEN visits.entry_path IS NULL OR excluded.started_at < visits.started_at
          THEN coalesce(excluded.entry_path, visits.entry_path) ELSE visits.entry_path END,
        source = CASE WHEN visits.source IS NULL OR excluded.started_at < visits.started_at
          THEN coalesce(excluded.source, visits.source) ELSE visits.source END,
        started_at = least(visits.started_at, excluded.started_at),
        last_at = greatest(visits.last_at, excluded.last_at),
        pages = visits.pages + excluded.pages,
        events = visits.events + excluded.events
      RETURNING visitor_id AS visitor, xmax = 0 AS "isNew"`
    const startedBy = Map.groupBy(
      started.filter(row => row.isNew),
      row => row.visitor
    )
    const sources = sourcesByVisitor(visits, visitors)
    // A place is taken over whole, or the city of one would stand beside the country of another; and not from before the last one.
    const isWhereTheyAre = transaction`t.asked AND (t.last >= v.last_seen_at OR v.place_until IS NULL)`
    const isTheNewest = transaction`n.asked AND (n.last_seen_at >= p.last_seen_at OR p.place_until IS NULL)`
    // A visitor made known by a server has no time of its own until its first event arrives.
    const moved = await transaction<Moved[]>`
      WITH t AS (SELECT * FROM unnest(
        ${visitors.map(one => one.visitor)}::uuid[], ${instants(visitors.map(one => at(one.firstMs)))}::timestamptz[],
        ${instants(visitors.map(one => seenBy(one.lastMs)))}::timestamptz[], ${visitors.map(one => one.events)}::int[],
        ${visitors.map(one => startedBy.get(one.visitor)?.length ?? 0)}::int[],
        ${visitors.map(one => one.last.session ?? newUuid())}::uuid[],
        ${instants(visitors.map(one => (one.lastPage ? at(one.lastPage.timeMs) : null)))}::timestamptz[],
        ${visitors.map(one => text(one.lastPage?.url ?? ''))}::text[],
        ${visitors.map(one => text(one.lastPage?.title ?? ''))}::text[],
        ${instants(visitors.map(one => (one.leftMs === null ? null : seenBy(one.leftMs))))}::timestamptz[],
        ${sources}::text[],
        ${visitors.map(one => text(one.last.sender.where.place.country))}::text[],
        ${visitors.map(one => text(one.last.sender.where.place.region))}::text[],
        ${visitors.map(one => text(one.last.sender.where.place.city))}::text[],
        ${visitors.map(one => text(one.last.sender.where.place.timezone))}::text[],
        ${instants(visitors.map(one => keptUntil(one.last.sender.where, seenBy(one.lastMs).getTime())))}::timestamptz[],
        ${flags(visitors.map(one => one.last.sender.where.asked))}::text[]::bool[],
        ${visitors.map(one => text(one.last.sender.machine.browser))}::text[],
        ${visitors.map(one => text(one.last.sender.machine.os))}::text[],
        ${visitors.map(one => text(one.last.sender.machine.device))}::text[],
        ${visitors.map(one => one.last.sender.machine.bot)}::text[],
        ${visitors.map(one => text(one.last.sender.where.ip))}::inet[])
        AS t (visitor, first, last, events, visits, session, page_at, page_url, page_title, left_at, source, country, region,
          city, timezone, place_until, asked, browser, os, device, bot, ip)),
      moved AS (
        UPDATE visitors v SET
          first_seen_at = CASE WHEN v.events = 0 AND v.visits = 0 THEN t.first ELSE least(v.first_seen_at, t.first) END,
          last_seen_at = CASE WHEN v.events = 0 AND v.visits = 0 THEN t.last ELSE greatest(v.last_seen_at, t.last) END,
          events = v.events + t.events, visits = v.visits + t.visits,
          session_id = CASE WHEN t.last >= v.session_at THEN t.session ELSE v.session_id END,
          session_at = greatest(v.session_at, t.last),
          visit_since = CASE WHEN v.visit_since IS NULL OR (t.last >= v.session_at AND t.session <> v.session_id)
            THEN t.first ELSE v.visit_since END,
          page_url = CASE WHEN t.page_at >= coalesce(v.page_since, 'epoch') THEN t.page_url ELSE v.page_url END,
          page_title = CASE WHEN t.page_at >= coalesce(v.page_since, 'epoch') THEN t.page_title ELSE v.page_title END,
          left_at = CASE WHEN t.last >= v.last_seen_at OR v.events = 0 THEN t.left_at ELSE v.left_at END,
          page_since = greatest(v.page_since, t.page_at),
          source = coalesce(CASE WHEN v.events = 0 THEN t.source END, v.source, t.source),
          country = CASE WHEN ${isWhereTheyAre} THEN t.country ELSE v.country END,
          region = CASE WHEN ${isWhereTheyAre} THEN t.region ELSE v.region END,
          city = CASE WHEN ${isWhereTheyAre} THEN t.city ELSE v.city END,
          timezone = CASE WHEN ${isWhereTheyAre} THEN t.timezone ELSE v.timezone END,
          ip = CASE WHEN ${isWhereTheyAre} THEN t.ip ELSE v.ip END,
          place_until = CASE WHEN ${isWhereTheyAre} THEN t.place_until ELSE v.place_until END,
          browser = coalesce(t.browser, v.browser), os = coalesce(t.os, v.os), device = coalesce(t.device, v.device),
          bot = t.bot
        FROM t WHERE v.id = t.visitor
        RETURNING v.workspace_id, v.person_id, v.first_seen_at, v.last_seen_at, t.events, t.visits, v.source, v.country,
          v.region, v.city, v.timezone, v.place_until, t.asked, v.browser, v.os, v.device, v.bot),
      by_person AS (
        SELECT person_id, min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at, sum(events) AS events,
          sum(visits) AS visits
        FROM moved GROUP BY person_id),
      newest AS (SELECT DISTINCT ON (person_id) * FROM moved ORDER BY person_id, last_seen_at DESC)
      UPDATE people p SET
        first_seen_at = CASE WHEN p.events = 0 AND p.visits = 0 THEN b.first_seen_at ELSE least(p.first_seen_at, b.first_seen_at) END,
        last_seen_at = CASE WHEN p.events = 0 AND p.visits = 0 THEN b.last_seen_at ELSE greatest(p.last_seen_at, b.last_seen_at) END,
        events = p.events + b.events, visits = p.visits + b.visits,
        source = coalesce(CASE WHEN p.events = 0 THEN n.source END, p.source, n.source),
        country = CASE WHEN ${isTheNewest} THEN n.country ELSE p.country END,
        region = CASE WHEN ${isTheNewest} THEN n.region ELSE p.region END,
        city = CASE WHEN ${isTheNewest} THEN n.city ELSE p.city END,
        timezone = CASE WHEN ${isTheNewest} THEN n.timezone ELSE p.timezone END,
        place_until = CASE WHEN ${isTheNewest} THEN n.place_until ELSE p.place_until END,
        browser = coalesce(n.browser, p.browser), os = coalesce(n.os, p.os),
        device = coalesce(n.device, p.device), bot = n.bot <> ''
      FROM by_person b JOIN newest n USING (person_id) WHERE p.id = b.person_id
      RETURNING p.workspace_id AS "workspaceId", p.id AS person`
    await transaction`
      INSERT INTO intake_checkpoint (node, counted_to, clean) VALUES (${node}, ${countedTo}, false)
      ON CONFLICT (node) DO UPDATE SET counted_to = excluded.counted_to, clean = false`
    return moved
  })
}

const byVisitor = (a: { visitor: string }, b: { visitor: string }) => (a.visitor < b.visitor ? -1 : 1)

/** Where each came from first: the source of their earliest visit that has one. */
function sourcesByVisitor(
  visits: { visitor: string; source: string; startedMs: number }[],
  visitors: { visitor: string }[]
): (string | null)[] {
  const first = new Map<string, { source: string; startedMs: number }>()
  for (const visit of visits) {
    const known = first.get(visit.visitor)
    if (visit.source !== '' && (!known || visit.startedMs < known.startedMs)) first.set(visit.visitor, visit)
  }
  return visitors.map(one => first.get(one.visitor)?.source ?? null)
}
