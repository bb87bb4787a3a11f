import type { EventStore } from '../stores/events/index.ts'

const everyMs = 60_000
/** What two nodes may have stored at the same moment is looked for twice. */
const lookBackSeconds = 150
const idOfPart = /^\w+$/

/**
 * Two nodes that are sent the same event in the same moment both find that it is not there, and store it twice. A merge would make one of
 * the two some day; reports count what lies there today. Answers in how many partitions that had happened.
 */
export async function mergeCopies(events: Pick<EventStore, 'lookUp' | 'command'>, nowMs: number): Promise<number> {
  const rows = await events.lookUp<{ part: string }>(
    `SELECT DISTINCT part FROM (
       SELECT _partition_id AS part FROM events WHERE stored_at >= fromUnixTimestamp({since:UInt32})
       GROUP BY part, workspace, visitor, id HAVING count() > 1)`,
    { since: Math.floor(nowMs / 1000) - lookBackSeconds }
  )
  for (const { part } of rows) {
    // The store names its partitions itself; a name is no parameter in this place.
    if (!idOfPart.test(part)) throw new Error('a partition of the events has a name that is none')
    await events.command(`OPTIMIZE TABLE events PARTITION ID '${part}' FINAL`)
  }
  return rows.length
}

/** Where other nodes write too. Answers how to stop. */
export function keepCopiesOut(
  events: EventStore,
  clock: () => number,
  log: { warn(details: object, message: string): void }
): () => void {
  if (events.exclusive) return () => undefined
  const timer = setInterval(() => {
    mergeCopies(events, clock()).catch(fault =>
      log.warn(
        { err: fault },
        'events that two nodes stored at once could not be merged; it is tried again in a minute'
      )
    )
  }, everyMs)
  return () => clearInterval(timer)
}
