import type { EventType, Timeline, TimelineEvent, Visit } from '@foyer/protocol'
import { eventTypes } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { AppError, decodeCursor, defaultLimit, encodeCursor, pageOfRows, toPublic } from '../http/index.ts'
import type { EventStore, QueryParams } from '../stores/events/index.ts'
import { present } from './summary.ts'

export type Member = { workspaceNumber: number; visitors: string[] }

type Row = {
  id: string
  at: string
  type: EventType
  name: string
  origin: string
  path: string
  search: string
  title: string
  referrer: string
  session: string
  visitor: string
  properties: string
  bot: string
  country: string
  region: string
  city: string
  timezone: string
  browser: string
  os: string
  device: string
}

const columns = `id, toString(toUnixTimestamp64Milli(time)) AS at, type, name, origin, path, search, title, referrer, session,
  visitor, properties, bot, country, region, city, timezone, browser, os, device`
// ClickHouse compares UUIDs by their second half; as a number, two of one millisecond keep the order they were made in.
const scope = 'FROM events WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)}'

/** A person's events, newest first, whichever of their browsers they happened in. */
export async function timeline(
  events: EventStore,
  sql: ISql,
  member: Member,
  query: { cursor?: string | undefined; limit?: number | undefined; types?: string | undefined }
): Promise<Timeline> {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('timeline', ['number', 'uuid'], query.cursor)
  const types = typesOf(query.types)
  const params: QueryParams = {
    workspace: member.workspaceNumber,
    visitors: member.visitors,
    limit: limit + 1,
    ...(after ? { atMs: after[0], id: after[1] } : {}),
    ...(types ? { types } : {})
  }
  const rows = await events.query<Row>(
    `SELECT ${columns} ${scope}
     ${types ? 'AND type IN {types:Array(String)}' : ''}
     ${after ? 'AND (time < fromUnixTimestamp64Milli({atMs:Int64}) OR (time = fromUnixTimestamp64Milli({atMs:Int64}) AND toUInt128(id) < toUInt128({id:UUID})))' : ''}
     ORDER BY time DESC, toUInt128(id) DESC LIMIT {limit:UInt32}`,
    params
  )
  const page = pageOfRows(rows, limit, eventOf, row => encodeCursor('timeline', [Number(row.at), row.id]))
  return { ...page, visits: await visitsOf(sql, rows) }
}

/** What happened after the newest event somebody is looking at, oldest first. */
export async function eventsSince(
  events: EventStore,
  member: Member,
  sinceMs: number,
  limit: number
): Promise<TimelineEvent[]> {
  const rows = await events.query<Row>(
    `SELECT ${columns} ${scope} AND stored_at >= fromUnixTimestamp({since:UInt32}) ORDER BY time DESC, toUInt128(id) DESC LIMIT {limit:UInt32}`,
    { workspace: member.workspaceNumber, visitors: member.visitors, since: Math.floor(sinceMs / 1000), limit }
  )
  return rows.map(eventOf).reverse()
}

export async function lastPages(events: EventStore, member: Member, count: number) {
  const rows = await events.query<{ origin: string; path: string; search: string; title: string; at: string }>(
    `SELECT origin, path, search, title, toString(toUnixTimestamp64Milli(time)) AS at ${scope}
     AND type = 'page' ORDER BY time DESC, toUInt128(id) DESC LIMIT {count:UInt32}`,
    { workspace: member.workspaceNumber, visitors: member.visitors, count }
  )
  return rows.map(pageOf)
}

const pageOf = (row: { origin: string; path: string; search: string; title: string; at: string }) => ({
  url: row.origin + row.path + row.search,
  ...present({ title: row.title }),
  at: new Date(Number(row.at)).toISOString()
})

/** The last pages of one visit, the newest first. */
export async function pagesOfVisit(
  events: EventStore,
  visit: { workspaceNumber: number; visitor: string; session: string },
  count: number
) {
  const rows = await events.query<{ origin: string; path: string; search: string; title: string; at: string }>(
    `SELECT origin, path, search, title, toString(toUnixTimestamp64Milli(time)) AS at FROM events
     WHERE workspace = {workspace:UInt32} AND visitor = {visitor:UUID} AND session = {session:UUID}
     AND type = 'page' ORDER BY time DESC, toUInt128(id) DESC LIMIT {count:UInt32}`,
    { workspace: visit.workspaceNumber, visitor: visit.visitor, session: visit.session, count }
  )
  return rows.map(pageOf)
}

function typesOf(text: string | undefined): string[] | undefined {
  if (text === undefined || text === '') return undefined
  const types = text.split(',')
  const unknown = types.find(type => !(eventTypes as readonly string[]).includes(type))
  if (unknown !== undefined)
    throw new AppError(
      'invalid',
      `There are no "${unknown.slice(0, 40)}" events. The types are ${eventTypes.join(', ')}.`,
      {
        field: 'types'
      }
    )
  return types
}

function eventOf(row: Row): TimelineEvent {
  return {
    kind: 'event',
    id: row.id,
    at: new Date(Number(row.at)).toISOString(),
    type: row.type,
    ...present({
      name: row.name,
      url: row.origin === '' ? '' : row.origin + row.path + row.search,
      path: row.path,
      title: row.title,
      referrer: row.referrer
    }),
    sessionId: toPublic('ses', row.session),
    visitorId: toPublic('vis', row.visitor),
    properties: row.properties === '' ? {} : JSON.parse(row.properties),
    bot: row.bot !== '',
    ...present({
      country: row.country,
      region: row.region,
      city: row.city,
      timezone: row.timezone,
      browser: row.browser,
      os: row.os,
      device: row.device
    })
  }
}

type VisitRow = {
  id: string
  startedAt: Date
  lastAt: Date
  pages: number
  events: number
  source: string | null
  entryPath: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  browser: string | null
  os: string | null
  device: string | null
}

const visitColumns = (sql: ISql) => sql`
  id, started_at AS "startedAt", last_at AS "lastAt", pages, events, source, entry_path AS "entryPath", country, region, city,
  timezone, browser, os, device`

async function visitsOf(sql: ISql, rows: Row[]): Promise<Record<string, Visit>> {
  if (rows.length === 0) return {}
  const pairs = [...new Map(rows.map(row => [`${row.visitor} ${row.session}`, row])).values()]
  const visits = await sql<VisitRow[]>`
    SELECT ${visitColumns(sql)} FROM visits
    WHERE (visitor_id, id) IN (
      SELECT * FROM unnest(${pairs.map(row => row.visitor)}::uuid[], ${pairs.map(row => row.session)}::uuid[]))`
  return Object.fromEntries(together(visits).map(visit => [toPublic('ses', visit.id), visitOf(visit)]))
}

/** Two users who take turns in one browser are two visitors under one visit id; whoever comes back to it is a third, and joined. */
const together = (visits: VisitRow[]): VisitRow[] =>
  [...Map.groupBy(visits, visit => visit.id).values()].flatMap(parts => {
    const [first] = parts.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
    if (!first || parts.length === 1) return parts
    const sum = (count: (part: VisitRow) => number) => parts.reduce((total, part) => total + count(part), 0)
    const lastAt = new Date(Math.max(...parts.map(part => part.lastAt.getTime())))
    return [{ ...first, lastAt, pages: sum(part => part.pages), events: sum(part => part.events) }]
  })

export async function newestVisits(sql: ISql, visitors: string[], count: number): Promise<Visit[]> {
  const visits = await sql<VisitRow[]>`
    SELECT ${visitColumns(sql)} FROM visits WHERE visitor_id = ANY(${visitors}::uuid[]) ORDER BY started_at DESC LIMIT ${count}`
  return together(visits).map(visitOf)
}

function visitOf(row: VisitRow): Visit {
  const { source, entryPath, country, region, city, timezone, browser, os, device } = row
  return {
    id: toPublic('ses', row.id),
    startedAt: row.startedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    pages: row.pages,
    events: row.events,
    ...present({ source, entryPath, country, region, city, timezone, browser, os, device })
  }
}
