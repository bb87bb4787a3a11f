import type { ISql } from 'postgres'
import { instants } from '../stores/records/index.ts'

const hourMs = 3_600_000

/**
 * The loss ledger: received = stored + duplicate + each reason, by hour and agent. Kept in memory between two writes;
 * `page:` entries are what a page says it dropped before sending, which was never received.
 */
export class Ledger {
  #counts = new Map<string, { workspaceId: string; agent: string; hourMs: number; entry: string; count: number }>()

  add(workspaceId: string, agent: string, nowMs: number, entry: string, count: number): void {
    if (count === 0) return
    const hour = Math.floor(nowMs / hourMs) * hourMs
    const key = `${agent} ${hour} ${entry}`
    const row = this.#counts.get(key)
    if (row) row.count += count
    else this.#counts.set(key, { workspaceId, agent, hourMs: hour, entry, count })
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  /** Writes what has gathered; on failure it is kept for the next try. */
  async flush(sql: ISql): Promise<void> {
    if (this.isEmpty) return
    const rows = [...this.#counts.values()]
    this.#counts = new Map()
    try {
      await sql`
        INSERT INTO ledger (workspace_id, agent_id, hour, entry, count)
        SELECT * FROM unnest(${rows.map(row => row.workspaceId)}::uuid[], ${rows.map(row => row.agent)}::uuid[],
          ${instants(rows.map(row => new Date(row.hourMs)))}::timestamptz[], ${rows.map(row => row.entry)}::text[],
          ${rows.map(row => row.count)}::bigint[])
        ON CONFLICT (workspace_id, hour, agent_id, entry) DO UPDATE SET count = ledger.count + excluded.count`
    } catch (fault) {
      for (const row of rows) this.add(row.workspaceId, row.agent, row.hourMs, row.entry, row.count)
      throw fault
    }
  }
}
