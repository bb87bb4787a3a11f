import type { Sql } from 'postgres'
import { rebuildPeople } from '../identity/index.ts'
import { type EventStore, storedTime } from '../stores/events/index.ts'
import { instants } from '../stores/records/index.ts'

const chunk = 2_000

type Counted = { visitor: string; first: number; last: number; events: number }
type CountedVisit = {
  visitor: string
  session: string
  started: number
  last: number
  pages: number
  events: number
  path: string
  source: string
}

/**
 * After a crash: counts the visitors whose events were stored but perhaps not yet counted, from the events themselves.
 * Writes what is, not what to add, so that doing it twice is harmless. Answers how many visitors it was.
 */
export async function recountAfterCrash(sql: Sql, events: EventStore, node: string, now: Date): Promise<number> {
  const [checkpoint] = await sql<{ countedTo: Date; clean: boolean }[]>`
    SELECT counted_to AS "countedTo", clean FROM intake_checkpoint WHERE node = ${node}`
  const visitors = !checkpoint || checkpoint.clean ? [] : await touchedSince(events, checkpoint.countedTo)
  await recount(sql, events, visitors)
  // What runs now is not clean until it ends as it should, even if it ends before anything was counted.
  await sql`
    INSERT INTO intake_checkpoint (node, counted_to, clean) VALUES (${node}, ${now}, false)
    ON CONFLICT (node) DO UPDATE SET counted_to = excluded.counted_to, clean = false`
  return visitors.length
}

async function touchedSince(events: EventStore, since: Date): Promise<string[]> {
  const rows = await events.query<{ visitor: string }>(
    "SELECT DISTINCT visitor FROM events WHERE stored_at >= toDateTime({since:String}, 'UTC') - 5",
    { since: storedTime(since.getTime()).slice(0, 19) }
  )
  return rows.map(row => row.visitor)
}

/** Counts these visitors from their events. */
export async function recount(sql: Sql, events: EventStore, visitors: string[]): Promise<void> {
  for (let at = 0; at < visitors.length; at += chunk) await recountSome(sql, events, visitors.slice(at, at + chunk))
}

async function recountSome(sql: Sql, events: EventStore, visitors: string[]): Promise<void> {
  const own = await sql<{ id: string; number: number }[]>`
    SELECT v.id, w.number FROM visitors v JOIN workspaces w ON w.id = v.workspace_id WHERE v.id = ANY(${visitors}::uuid[])`
  for (const [workspace, rows] of Map.groupBy(own, row => row.number)) {
    const params = { workspace, visitors: rows.map(row => row.id) }
    const scope =
      "FROM events WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND type <> 'conversation'"
    const totals = await events.query<Counted>(
      `SELECT visitor, toUnixTimestamp64Milli(min(time)) AS first, toUnixTimestamp64Milli(max(time)) AS last,
         count() AS events ${scope} GROUP BY visitor`,
      params
    )
    const visits = await events.query<CountedVisit>(
      `SELECT visitor, session, toUnixTimestamp64Milli(min(time)) AS started, toUnixTimestamp64Milli(max(time)) AS last,
         countIf(type = 'page') AS pages, count() AS events, argMinIf(path, time, type = 'page') AS path,
         argMinIf(source, time, type = 'page') AS source ${scope} GROUP BY visitor, session`,
      params
    )
    await write(sql, totals, visits)
  }
}

async function write(sql: Sql, totals: Counted[], visits: CountedVisit[]): Promise<void> {
  const at = (ms: number) => new Date(Number(ms))
  await sql.begin(async transaction => {
    await transaction`
      INSERT INTO visits (visitor_id, id, started_at, last_at, pages, events, source, entry_path)
      SELECT t.visitor, t.id, t.started, t.last, t.pages, t.events, nullif(t.source, ''), nullif(t.path, '')
      FROM unnest(${visits.map(row => row.visitor)}::uuid[], ${visits.map(row => row.session)}::uuid[],
        ${instants(visits.map(row => at(row.started)))}::timestamptz[], ${instants(visits.map(row => at(row.last)))}::timestamptz[],
        ${visits.map(row => Number(row.pages))}::int[], ${visits.map(row => Number(row.events))}::int[],
        ${visits.map(row => row.source)}::text[], ${visits.map(row => row.path)}::text[])
        AS t (visitor, id, started, last, pages, events, source, path)
      ON CONFLICT (visitor_id, id) DO UPDATE SET started_at = least(visits.started_at, excluded.started_at),
        last_at = greatest(visits.last_at, excluded.last_at), pages = excluded.pages, events = excluded.events,
        entry_path = coalesce(visits.entry_path, excluded.entry_path), source = coalesce(visits.source, excluded.source)`
    const people = await transaction<{ person: string }[]>`
      UPDATE visitors v SET events = t.events, first_seen_at = least(v.first_seen_at, t.first),
        last_seen_at = greatest(v.last_seen_at, t.last),
        visits = (SELECT count(*) FROM visits x WHERE x.visitor_id = v.id)
      FROM unnest(${totals.map(row => row.visitor)}::uuid[], ${totals.map(row => Number(row.events))}::bigint[],
        ${instants(totals.map(row => at(row.first)))}::timestamptz[], ${instants(totals.map(row => at(row.last)))}::timestamptz[])
        AS t (visitor, events, first, last)
      WHERE v.id = t.visitor
      RETURNING v.person_id AS person`
    await rebuildPeople(transaction, [...new Set(people.map(row => row.person))])
  })
}
