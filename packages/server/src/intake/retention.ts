import type { ISql } from 'postgres'
import type { EventStore } from '../stores/events/index.ts'

const dayMs = 86_400_000
const firstAfterMs = 60_000
const everyMs = 6 * 3_600_000

export type Keeping = { number: number; retentionDays: number }

/** Deletes what a workspace no longer keeps. Looks first: a delete rewrites the parts it touches, also for nothing. */
export async function dropExpired(events: EventStore, workspaces: Keeping[], nowMs: number): Promise<void> {
  for (const { number, retentionDays } of workspaces) {
    const params = { workspace: number, before: nowMs - retentionDays * dayMs }
    const where = 'workspace = {workspace:UInt32} AND time < fromUnixTimestamp64Milli({before:Int64})'
    const [expired] = await events.query(`SELECT 1 FROM events WHERE ${where} LIMIT 1`, params)
    if (expired) await events.command(`DELETE FROM events WHERE ${where}`, params)
  }
}

/** A minute after the start, then every six hours. Answers how to stop. */
export function keepRetention(
  sql: ISql,
  events: EventStore,
  clock: () => number,
  log: { warn(details: object, message: string): void }
): () => void {
  const drop = async () => {
    try {
      const workspaces = await sql<Keeping[]>`SELECT number, retention_days AS "retentionDays" FROM workspaces`
      await dropExpired(events, workspaces, clock())
    } catch (fault) {
      log.warn({ err: fault }, 'events past their retention were not deleted; it is tried again in six hours')
    }
  }
  const first = setTimeout(drop, firstAfterMs)
  const later = setInterval(drop, everyMs)
  return () => {
    clearTimeout(first)
    clearInterval(later)
  }
}
