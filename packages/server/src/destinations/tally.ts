import type { deliveryStages } from '@foyer/protocol/plain'
import type { Sql } from 'postgres'
import { instants } from '../stores/records/index.ts'

type Stage = (typeof deliveryStages)[number]
type Of = { id: string; workspaceId: string }
type Entry = { of: Of; stage: Stage; reason: string; minute: number; count: number }

const minuteMs = 60_000
const writeEveryMs = 1_000

export type Tally = {
  add(destination: Of, stage: Stage, reason: string, at: Date, count: number): void
  /** Everything added so far can be read. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** What became of events, counted in memory and written once a second: a crash may take the last second of the figures, never a delivery. */
export function createTally(sql: Sql, log: { warn(details: object, message: string): void }): Tally {
  let entries = new Map<string, Entry>()
  let running: Promise<void> | null = null

  async function write(): Promise<void> {
    if (entries.size === 0) return
    const taken = entries
    entries = new Map()
    // In one order everywhere, so that two processes do not wait for each other.
    const rows = [...taken].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
    try {
      await sql`
        INSERT INTO delivery_tally AS t (workspace_id, destination_id, minute, stage, reason, count)
        SELECT * FROM unnest(${rows.map(row => row.of.workspaceId)}::uuid[], ${rows.map(row => row.of.id)}::uuid[],
          ${instants(rows.map(row => new Date(row.minute)))}::text[]::timestamptz[], ${rows.map(row => row.stage)}::text[],
          ${rows.map(row => row.reason)}::text[], ${rows.map(row => row.count)}::bigint[])
        ON CONFLICT (destination_id, minute, stage, reason) DO UPDATE SET count = t.count + excluded.count`
    } catch (fault) {
      for (const [key, entry] of taken) put(key, entry)
      log.warn({ err: fault }, 'the figures of destinations were not written; it is tried again in a second')
    }
  }

  function put(key: string, entry: Entry): void {
    const known = entries.get(key)
    if (known) known.count += entry.count
    else entries.set(key, entry)
  }

  const writeNext = () => {
    running ??= write().finally(() => {
      running = null
    })
    return running
  }
  const timer = setInterval(() => void writeNext(), writeEveryMs)
  const flush = async () => {
    await running
    await writeNext()
  }
  return {
    add(destination, stage, reason, at, count) {
      const minute = Math.floor(at.getTime() / minuteMs) * minuteMs
      const of = { id: destination.id, workspaceId: destination.workspaceId }
      put(`${of.id} ${minute} ${stage} ${reason}`, { of, stage, reason, minute, count })
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    }
  }
}
