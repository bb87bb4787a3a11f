import type { ISql } from 'postgres'
import type { EventStore } from '../stores/events/index.ts'

/** What the engine lost in silence is said aloud, with how much it was: the records counted every event that was stored. */
export async function sayDamage(
  sql: ISql,
  events: EventStore,
  log: { warn(details: object, message: string): void }
): Promise<void> {
  const { parts } = events.damage
  if (parts.length === 0) return
  const [counted] = await sql<{ events: number }[]>`SELECT coalesce(sum(events), 0)::bigint AS events FROM visitors`
  const [held] = await events.query<{ events: string }>(
    "SELECT count() AS events FROM events WHERE type <> 'conversation'"
  )
  const missing = Math.max(0, (counted?.events ?? 0) - Number(held?.events ?? 0))
  log.warn(
    { parts, missing },
    `The event store could not read ${parts.length} of its parts and set them aside; about ${missing} events are missing. ` +
      "They lie in the 'detached' folder of the table. Restore them from a copy of the data folder, or delete them there once they are not needed."
  )
}
