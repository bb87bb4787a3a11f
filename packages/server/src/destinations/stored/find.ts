import type { EventStore, QueryParams } from '../../stores/events/index.ts'
import { type StoredEvent, type StoredRow, storedColumns, storedEvent } from './stored-event.ts'

type Look = Pick<EventStore, 'query'>
/** Whose events: a workspace by its number, and only those of these agents where there are any. */
export type Whose = { workspaceNumber: number; agents: readonly string[] }

const asked = ({ workspaceNumber, agents }: Whose): { where: string; params: QueryParams } => ({
  where: `workspace = {workspace:UInt32}${agents.length > 0 ? ' AND agent IN {agents:Array(UUID)}' : ''}`,
  params: { workspace: workspaceNumber, ...(agents.length > 0 ? { agents: [...agents] } : {}) }
})

// An id carries the sender's own time, which is a week off at most (`intake/event-id.ts`); with it whole partitions are left unread.
const inTime = `time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
  AND UUIDv7ToDateTime(id, 'UTC') >= fromUnixTimestamp64Milli({from:Int64}) - INTERVAL 8 DAY
  AND UUIDv7ToDateTime(id, 'UTC') <= fromUnixTimestamp64Milli({to:Int64}) + INTERVAL 8 DAY`

export type Range = { fromMs: number; toMs: number }

/** The newest first, as many as one piece has; `before` is the last one of the piece that was read already. */
export async function eventsBetween(
  events: Look,
  whose: Whose,
  range: Range,
  limit: number,
  before?: StoredEvent
): Promise<StoredEvent[]> {
  const { where, params } = asked(whose)
  const rows = await events.query<StoredRow>(
    `SELECT ${storedColumns} FROM events WHERE ${where} AND ${inTime}
     ${before ? 'AND (time < fromUnixTimestamp64Milli({atMs:Int64}) OR (time = fromUnixTimestamp64Milli({atMs:Int64}) AND toUInt128(id) < toUInt128({id:UUID})))' : ''}
     ORDER BY time DESC, toUInt128(id) DESC LIMIT {limit:UInt32}`,
    {
      ...params,
      from: range.fromMs,
      to: range.toMs,
      limit,
      ...(before ? { atMs: before.event.timeMs, id: before.event.id } : {})
    }
  )
  return rows.map(storedEvent)
}

/** The newest few of each type and name: what an editor offers to look at. */
export async function newestOfEach(events: Look, whose: Whose, range: Range): Promise<StoredEvent[]> {
  const { where, params } = asked(whose)
  const rows = await events.query<StoredRow>(
    `SELECT ${storedColumns} FROM events WHERE ${where} AND ${inTime}
     ORDER BY time DESC, toUInt128(id) DESC LIMIT {each:UInt32} BY type, name LIMIT {limit:UInt32}`,
    { ...params, from: range.fromMs, to: range.toMs, each: 3, limit: 200 }
  )
  return rows.map(storedEvent)
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** An event by the id it is stored under. */
export async function eventWithId(events: Look, whose: Whose, id: string): Promise<StoredEvent | undefined> {
  if (!uuid.test(id)) return undefined
  const { where, params } = asked(whose)
  const [row] = await events.query<StoredRow>(
    `SELECT ${storedColumns} FROM events WHERE ${where} AND id = {id:UUID}
     AND UUIDv7ToDateTime(id, 'UTC') = UUIDv7ToDateTime({id:UUID}, 'UTC') LIMIT 1`,
    { ...params, id }
  )
  return row && storedEvent(row)
}
