import type { EventStore } from '../stores/events/index.ts'
import { quartersOf, type Rewrite, rewriteQuarter } from './event-rewrites.ts'

const holdsPlace = "(ip != toIPv6('::') OR country != '' OR region != '' OR city != '' OR timezone != '')"
const emptyPlace = "ip = toIPv6('::'), country = '', region = '', city = '', timezone = '', place_days = 0"

/** How many days it is kept stands in each event, so this is one statement for every workspace and every rule. */
const forgetting = (nowMs: number): Rewrite => ({
  set: emptyPlace,
  where: `place_days > 0 AND toUnixTimestamp64Milli(time) + toInt64(place_days) * 86400000 <= {now:Int64} AND ${holdsPlace}`,
  params: { now: nowMs }
})

/** Answers how many events of which workspace were made to forget. */
export async function forgetEvents(
  events: EventStore,
  nowMs: number,
  waiting: { sleep(ms: number): Promise<void>; hasEnded(): boolean }
): Promise<Map<number, number>> {
  const forgotten = new Map<number, number>()
  for (const quarter of await quartersOf(events)) {
    if (waiting.hasEnded()) break
    const due = forgetting(nowMs)
    const counts = await events.lookUp<{ workspace: number; count: number }>(
      `SELECT workspace, count() AS count FROM events WHERE _partition_id = {quarter:String} AND (${due.where}) GROUP BY workspace`,
      { ...due.params, quarter }
    )
    if (counts.length === 0) continue
    await rewriteQuarter(events, quarter, due, waiting)
    for (const { workspace, count } of counts) forgotten.set(workspace, (forgotten.get(workspace) ?? 0) + Number(count))
  }
  return forgotten
}
