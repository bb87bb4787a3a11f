import type { EventStore } from '../../stores/events/index.ts'

const dayMs = 86_400_000
const everyMs = 3_600_000
/** As long as anybody looks for what became of an event. */
const keptDays = 30

/** A day of deliveries that is older than they are kept goes as a whole. Doing it twice, or in two processes at once, is harmless. */
export async function dropOldDays(events: Pick<EventStore, 'lookUp' | 'command'>, nowMs: number): Promise<void> {
  const oldest = new Date(nowMs - keptDays * dayMs).toISOString().slice(0, 10).replaceAll('-', '')
  const days = await events.lookUp<{ id: string }>(
    `SELECT DISTINCT partition_id AS id FROM system.parts
     WHERE database = currentDatabase() AND table = 'deliveries' AND active AND partition_id < {oldest:String} ORDER BY id`,
    { oldest }
  )
  // The name of a day comes from the store itself, and is no parameter in this place.
  for (const { id } of days)
    if (/^\d{8}$/.test(id)) await events.command(`ALTER TABLE deliveries DROP PARTITION ID '${id}'`)
}

export function keepAge(
  events: Pick<EventStore, 'lookUp' | 'command'>,
  clock: () => Date,
  log: { warn(details: object, message: string): void }
): () => void {
  const drop = () =>
    dropOldDays(events, clock().getTime()).catch(fault =>
      log.warn({ err: fault }, 'old days of deliveries were not removed; it is tried again in an hour')
    )
  const timer = setInterval(() => void drop(), everyMs)
  void drop()
  return () => clearInterval(timer)
}
