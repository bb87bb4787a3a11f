import type { EventStore } from '../stores/events/index.ts'
import { RecentIds } from './recent-ids.ts'

/** A few minutes of a busy site, and 100 ms of a start. */
const mostRecalled = 100_000

/**
 * What the last run stored last, so that the retries after a restart are seen from memory as well. Without it every event of the
 * first minute would have to be looked up in the store.
 */
export async function recallIds(events: EventStore, nowMs: number): Promise<RecentIds> {
  const rows = await events.lookUp<{ workspace: number; visitor: string; id: string; storedAt: number }>(
    `SELECT workspace, visitor, id, toUnixTimestamp(stored_at) AS storedAt FROM events
     WHERE stored_at >= fromUnixTimestamp({since:UInt32}) ORDER BY stored_at DESC LIMIT {most:UInt32}`,
    { since: Math.floor(nowMs / 1000) - 3_600, most: mostRecalled }
  )
  const oldest = rows.length < mostRecalled ? nowMs - 3_600_000 : ((rows.at(-1)?.storedAt ?? 0) + 1) * 1000
  const recent = new RecentIds(oldest)
  for (const { workspace, visitor, id } of rows) recent.add(recent.printOf(workspace, visitor, id), nowMs)
  return recent
}
