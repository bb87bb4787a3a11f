import type { Sql } from 'postgres'
import type { EventStore } from '../stores/events/index.ts'
import { forgetEvents } from './forget-events.ts'
import { forgetRecords } from './forget-records.ts'
import { forgetLines } from './set-aside-lines.ts'

export type Enforcing = {
  sql: Sql
  events: EventStore
  clock: () => Date
  sleep(ms: number): Promise<void>
  hasEnded(): boolean
  forgot(what: string, count: number): void
  enforced(at: Date): void
}

/**
 * Forgets the addresses and places that have been kept for as long as they were to be. Each row knows until when, so doing it
 * twice, or in two processes at once, is harmless, and an end in between leaves the rest for the next time.
 */
export async function enforce(work: Enforcing): Promise<void> {
  const { sql, events } = work
  const now = work.clock()
  const byWorkspace = new Map<string, number>()
  const note = (workspace: string, what: string, count: number) => {
    byWorkspace.set(workspace, (byWorkspace.get(workspace) ?? 0) + count)
    work.forgot(what, count)
  }
  for (const { workspace, what, count } of await forgetRecords(sql, now, work.hasEnded)) note(workspace, what, count)
  for (const [workspace, count] of await forgetLines(sql, now)) note(workspace, 'set aside', count)
  for (const holding of ['events', 'requests'] as const)
    for (const [number, count] of await forgetEvents(events, holding, now.getTime(), work)) {
      const [workspace] = await sql<{ id: string }[]>`SELECT id FROM workspaces WHERE number = ${number}`
      if (workspace) note(workspace.id, holding, count)
    }
  if (work.hasEnded()) return
  await sql`
    INSERT INTO privacy AS p (workspace_id, enforced_at, forgotten)
    SELECT w.id, ${now}, coalesce(f.count, 0)
    FROM workspaces w LEFT JOIN unnest(${[...byWorkspace.keys()]}::uuid[], ${[...byWorkspace.values()]}::bigint[])
      AS f (workspace, count) ON f.workspace = w.id
    ON CONFLICT (workspace_id) DO UPDATE SET enforced_at = excluded.enforced_at, forgotten = p.forgotten + excluded.forgotten`
  work.enforced(now)
}
