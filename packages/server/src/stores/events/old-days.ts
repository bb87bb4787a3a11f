import type { EventStore } from './open.ts'

const dayMs = 86_400_000

/** A day that is older than its table is kept goes as a whole. Doing it twice, or in two processes at once, is harmless. */
export async function dropOldDays(
  events: Pick<EventStore, 'lookUp' | 'command'>,
  table: 'requests' | 'deliveries',
  keptDays: number,
  nowMs: number
): Promise<void> {
  const oldest = new Date(nowMs - keptDays * dayMs).toISOString().slice(0, 10).replaceAll('-', '')
  const days = await events.lookUp<{ id: string }>(
    `SELECT DISTINCT partition_id AS id FROM system.parts
     WHERE database = currentDatabase() AND table = {table:String} AND active AND partition_id < {oldest:String} ORDER BY id`,
    { table, oldest }
  )
  // The name of a day comes from the store itself, and is no parameter in this place.
  for (const { id } of days)
    if (/^\d{8}$/.test(id)) await events.command(`ALTER TABLE ${table} DROP PARTITION ID '${id}'`)
}
