import type { EventStore } from '../../stores/events/index.ts'
import type { OutgoingEvent } from '../kind.ts'
import { type StoredRow, tracesOf } from './stored-event.ts'

type Whose = { visitor: string; event: OutgoingEvent }
type Found = Pick<StoredRow, 'visitor' | 'at' | 'ip' | 'userAgent'>

// An id carries the sender's own time, which is a week off at most (`intake/event-id.ts`); with it whole partitions are left unread.
const traces = `SELECT visitor, toString(toUnixTimestamp64Milli(time)) AS at, toString(ip) AS ip, user_agent AS userAgent FROM events
  WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)}
    AND toUnixTimestamp64Milli(time) IN {times:Array(Int64)}
    AND UUIDv7ToDateTime(id, 'UTC') >= fromUnixTimestamp64Milli({from:Int64}) - INTERVAL 8 DAY
    AND UUIDv7ToDateTime(id, 'UTC') <= fromUnixTimestamp64Milli({to:Int64}) + INTERVAL 8 DAY`

/**
 * Events of the history with their visitor's address and browser, which are kept beside the stored event and by its rules: what the
 * workspace does not keep, or has forgotten since, does not come back. What a visitor does in one millisecond comes from one browser.
 */
export async function withTraces<One extends Whose>(
  events: Pick<EventStore, 'lookUp'>,
  workspace: number,
  deliveries: readonly One[]
): Promise<One[]> {
  const bare = new Set(deliveries.filter(({ event: { context } }) => !('ip' in context) && !('userAgent' in context)))
  if (bare.size === 0) return [...deliveries]
  const times = [...bare].map(one => one.event.timeMs)
  const rows = await events.lookUp<Found>(traces, {
    workspace,
    visitors: [...new Set([...bare].map(one => one.visitor))],
    times: [...new Set(times)],
    from: Math.min(...times),
    to: Math.max(...times)
  })
  const found = new Map(rows.map(row => [`${row.visitor} ${row.at}`, tracesOf(row)]))
  return deliveries.map(one => {
    const own = bare.has(one) ? found.get(`${one.visitor} ${one.event.timeMs}`) : undefined
    return own ? { ...one, event: { ...one.event, context: { ...one.event.context, ...own } } } : one
  })
}
