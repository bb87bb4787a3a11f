import type { ISql, JSONValue, Sql } from 'postgres'
import type { Places } from '../facts/index.ts'
import type { Actor } from '../http/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import type { Policies } from './policies.ts'

export type PrivacyOptions = {
  policies: Policies
  sql: Sql
  events: EventStore
  places: Places
  clock: () => Date
  sleep(ms: number): Promise<void>
  log: { warn(details: object, message: string): void }
  audit(
    by: Actor,
    action: string,
    target: string | null,
    detail: Record<string, JSONValue | undefined>,
    sql: ISql
  ): Promise<void>
  /** Resolves when what was acknowledged until now is in the event store. */
  drained(): Promise<void>
  /** For the metrics: how many records of which kind were made to forget, and when it was last looked at. */
  forgot(what: string, count: number): void
  enforced(at: Date): void
}
