import type { Mapping } from '@foyer/protocol'
import type { EventStore, QueryParams } from '../../stores/events/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import { mayWant } from '../mapping/apply.ts'
import { type StoredEvent, type StoredRow, storedColumns, storedEvent } from '../stored/stored-event.ts'

/** What is replayed: the events of a time that a destination wants. */
export type Span = { fromMs: number; toMs: number; events: readonly string[] | null }
export type Place = { visitor: string; event: string }

/** In the order in which they lie: one visitor after another, each in the order of time. */
const order = `visitor, UUIDv7ToDateTime(id, 'UTC'), id`
const piece = 1_000
/** A mapping with conditions is asked event by event, and whoever waits for a number does not wait longer than this. */
const countForMs = 8_000

export async function eventsAfter(
  events: Pick<EventStore, 'lookUp'>,
  destination: KnownDestination,
  span: Span,
  after: Place | null
): Promise<{ found: StoredEvent[]; next: Place | null }> {
  const { where, params } = whereOf(destination, span)
  const later = after
    ? `AND (visitor > {atVisitor:UUID} OR (visitor = {atVisitor:UUID} AND
        (UUIDv7ToDateTime(id, 'UTC'), id) > (UUIDv7ToDateTime({atEvent:UUID}, 'UTC'), {atEvent:UUID})))`
    : ''
  const rows = await events.lookUp<StoredRow>(
    `SELECT ${storedColumns} FROM events WHERE ${where} ${later} ORDER BY ${order} LIMIT {limit:UInt32}`,
    { ...params, limit: piece, ...(after ? { atVisitor: after.visitor, atEvent: after.event } : {}) }
  )
  const last = rows.at(-1)
  const found = inTheirOrder(rows.map(storedEvent).filter(one => mayWant(destination.mapping, one.event)))
  return { found, next: rows.length < piece || !last ? null : { visitor: last.visitor, event: last.id } }
}

/** The engine compares UUIDs by their second half: of two of one millisecond the earlier is the smaller text. */
const inTheirOrder = (found: StoredEvent[]): StoredEvent[] =>
  [...Map.groupBy(found, one => one.visitor).values()].flatMap(own =>
    own.sort((a, b) => a.event.timeMs - b.event.timeMs || (a.event.id < b.event.id ? -1 : 1))
  )

/** Exact where the rules ask for types and names alone, or where the conditions can be asked of all in time; else what it is at most. */
export async function countWanted(
  events: Pick<EventStore, 'lookUp'>,
  destination: KnownDestination,
  span: Span,
  nowMs: () => number
): Promise<number> {
  if (destination.mapping.rules.some(rule => rule.enabled !== false && (rule.where ?? []).length > 0)) {
    const until = nowMs() + countForMs
    let count = 0
    let after: Place | null = null
    while (nowMs() < until) {
      const { found, next } = await eventsAfter(events, destination, span, after)
      count += found.length
      if (!next) return count
      after = next
    }
  }
  const { where, params } = whereOf(destination, span)
  const [row] = await events.lookUp<{ count: number }>(`SELECT count() AS count FROM events WHERE ${where}`, params)
  return row?.count ?? 0
}

// An id carries the sender's own time, which is a week off at most (`intake/event-id.ts`); with it whole partitions are left unread.
const inTime = `time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
  AND UUIDv7ToDateTime(id, 'UTC') >= fromUnixTimestamp64Milli({from:Int64}) - INTERVAL 8 DAY
  AND UUIDv7ToDateTime(id, 'UTC') <= fromUnixTimestamp64Milli({to:Int64}) + INTERVAL 8 DAY`

function whereOf(destination: KnownDestination, span: Span): { where: string; params: QueryParams } {
  const params: QueryParams = { workspace: destination.workspaceNumber, from: span.fromMs, to: span.toMs }
  const parts = ['workspace = {workspace:UInt32}', inTime]
  if (destination.agents.size > 0) {
    parts.push('agent IN {agents:Array(UUID)}')
    params.agents = [...destination.agents]
  }
  if (span.events) {
    parts.push('(name IN {events:Array(String)} OR type IN {events:Array(String)})')
    params.events = [...span.events]
  }
  parts.push(`(${onSql(destination.mapping, params)})`)
  return { where: parts.join(' AND '), params }
}

/** What the rules ask for by type and name; their conditions are asked of each event. */
function onSql({ rules }: Mapping, params: QueryParams): string {
  const alternatives = rules
    .filter(rule => rule.enabled !== false)
    .map(({ on: { types, names } }, index) => {
      const parts = ['1']
      if (types) {
        parts.push(`type IN {types${index}:Array(String)}`)
        params[`types${index}`] = [...types]
      }
      if (names) {
        parts.push(`name IN {names${index}:Array(String)}`)
        params[`names${index}`] = [...names]
      }
      return parts.join(' AND ')
    })
  return alternatives.length === 0 ? '0' : alternatives.map(one => `(${one})`).join(' OR ')
}
