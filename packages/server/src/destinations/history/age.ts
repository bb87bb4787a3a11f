import { dropOldDays, type EventStore } from '../../stores/events/index.ts'

const everyMs = 3_600_000
/** As long as anybody looks for what became of an event. */
const keptDays = 30

export function keepAge(
  events: Pick<EventStore, 'lookUp' | 'command'>,
  clock: () => Date,
  log: { warn(details: object, message: string): void }
): () => void {
  const drop = () =>
    dropOldDays(events, 'deliveries', keptDays, clock().getTime()).catch(fault =>
      log.warn({ err: fault }, 'old days of deliveries were not removed; it is tried again in an hour')
    )
  const timer = setInterval(() => void drop(), everyMs)
  void drop()
  return () => clearInterval(timer)
}
