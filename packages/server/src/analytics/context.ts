import type { Sql } from 'postgres'
import type { EventStore } from '../stores/events/index.ts'

export type AnalyticsContext = {
  sql: Sql
  events: EventStore
  clock: () => Date
  /** Resolves when what was acknowledged before can be read. */
  caughtUp(): Promise<void>
  /** For how many days the request log is kept; 0: there is none. */
  requestLogDays: number
  log: { warn(details: object, message: string): void }
}
