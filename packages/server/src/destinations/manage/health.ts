import type { Destination } from '@foyer/protocol'
import type { EventStore } from '../../stores/events/index.ts'
import type { ISql } from './context.ts'
import { waitingOf } from './waiting.ts'

type Health = Destination['health']
const hourMs = 3_600_000

/** How destinations fare: the last hour, and what waits now. */
export async function healthOf(
  deps: { sql: ISql; events: EventStore; clock: () => Date },
  workspace: { id: string; number: number },
  destinations: readonly string[]
): Promise<Map<string, Health>> {
  const health = new Map<string, Health>()
  if (destinations.length === 0) return health
  const ids = [...destinations]
  const since = new Date(deps.clock().getTime() - hourMs)
  const [tally, waiting, latency] = await Promise.all([
    deps.sql<{ destination: string; stage: string; count: number }[]>`
      SELECT destination_id AS destination, stage, sum(count)::float8 AS count FROM delivery_tally
      WHERE workspace_id = ${workspace.id} AND destination_id = ANY(${ids}::uuid[]) AND minute >= ${since}
      GROUP BY 1, 2`,
    waitingOf(deps.sql, ids),
    deps.events.lookUp<{ destination: string; p50: number; p99: number }>(
      `SELECT destination, quantileTDigest(0.5)(took) AS p50, quantileTDigest(0.99)(took) AS p99 FROM (
         SELECT destination, toUnixTimestamp64Milli(finished) - toUnixTimestamp64Milli(created) AS took FROM deliveries
         WHERE workspace = {workspace:UInt32} AND destination IN {destinations:Array(UUID)} AND state = 'delivered'
           AND origin = 'live' AND created >= fromUnixTimestamp64Milli({since:Int64}))
       GROUP BY destination`,
      { workspace: workspace.number, destinations: ids, since: since.getTime() }
    )
  ])
  for (const id of ids) {
    const count = (stage: string) => tally.find(row => row.destination === id && row.stage === stage)?.count ?? 0
    const times = latency.find(row => row.destination === id)
    health.set(id, {
      delivered: count('delivered'),
      failed: count('failed'),
      withheld: count('withheld'),
      retried: count('retried'),
      ...(waiting.get(id) ?? { waiting: 0 }),
      ...(times ? { p50: Math.round(times.p50), p99: Math.round(times.p99) } : {})
    })
  }
  return health
}

export async function workspaceOf(sql: ISql, id: string): Promise<{ id: string; number: number }> {
  const [row] = await sql<{ number: number }[]>`SELECT number FROM workspaces WHERE id = ${id}`
  if (!row) throw new Error('an actor acts in a workspace')
  return { id, number: row.number }
}
