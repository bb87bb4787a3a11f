import type { EventStore } from '../stores/events/index.ts'
import { type Holding, partitionsOf, type Rewrite, rewritePartition } from './event-rewrites.ts'

const places: Record<Holding, { held: string; empty: string }> = {
  events: {
    held: "(ip != toIPv6('::') OR country != '' OR region != '' OR city != '' OR timezone != '' OR user_agent != '')",
    empty: "ip = toIPv6('::'), country = '', region = '', city = '', timezone = '', user_agent = '', place_days = 0"
  },
  requests: {
    held: "(ip != toIPv6('::') OR country != '')",
    empty: "ip = toIPv6('::'), country = '', place_days = 0"
  }
}

/** How many days it is kept stands in each row, so this is one statement for every workspace and every rule. */
const forgetting = (of: Holding, nowMs: number): Rewrite => ({
  of,
  set: places[of].empty,
  where: `place_days > 0 AND toUnixTimestamp64Milli(time) + toInt64(place_days) * 86400000 <= {now:Int64} AND ${places[of].held}`,
  params: { now: nowMs }
})

/** Answers how many events, or logged requests, of which workspace were made to forget. */
export async function forgetEvents(
  events: EventStore,
  of: Holding,
  nowMs: number,
  waiting: { sleep(ms: number): Promise<void>; hasEnded(): boolean }
): Promise<Map<number, number>> {
  const forgotten = new Map<number, number>()
  for (const partition of await partitionsOf(events, of)) {
    if (waiting.hasEnded()) break
    const due = forgetting(of, nowMs)
    const counts = await events.lookUp<{ workspace: number; count: number }>(
      `SELECT workspace, count() AS count FROM ${of} WHERE _partition_id = {partition:String} AND (${due.where}) GROUP BY workspace`,
      { ...due.params, partition }
    )
    if (counts.length === 0) continue
    await rewritePartition(events, partition, due, waiting)
    for (const { workspace, count } of counts) forgotten.set(workspace, (forgotten.get(workspace) ?? 0) + Number(count))
  }
  return forgotten
}
