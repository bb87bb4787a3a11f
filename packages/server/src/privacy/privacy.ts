import type { ISql, JSONValue, Sql } from 'postgres'
import type { Places } from '../facts/index.ts'
import type { Actor } from '../http/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import { applyAsked } from './apply.ts'
import { enforce } from './enforce.ts'
import type { Policies } from './policies.ts'
import { privacyRoutes } from './routes.ts'

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

const firstAfterMs = 60_000
const everyMs = 3_600_000

/** What is kept of where people are is forgotten in time, and as the team decides. */
export async function createPrivacy(options: PrivacyOptions) {
  let isClosed = false
  let running: Promise<void> = Promise.resolve()
  const work = { ...options, hasEnded: () => isClosed }

  /** One thing after another: both rewrite the same rows. */
  function next(job: () => Promise<unknown>, whatFailed: string): Promise<void> {
    running = running.then(async () => {
      if (isClosed) return
      await job().catch(fault => options.log.warn({ err: fault }, whatFailed))
    })
    return running
  }
  const look = () => next(() => enforce(work), 'addresses and places were not forgotten; it is tried again in an hour')
  const apply = () =>
    next(async () => {
      await applyAsked(work, options.log)
      // What the new rules would have forgotten by now.
      await enforce(work)
    }, 'what is stored was not made to obey the privacy policy; it is tried again in an hour')

  const timers = [setTimeout(look, firstAfterMs), setInterval(apply, everyMs)]
  // What the last run did not come to the end of.
  void apply()

  return {
    routes: privacyRoutes({ ...options, apply }),
    /** Forgets what is due now, as it does by itself every hour. */
    enforce: look,
    async close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      await running
    }
  }
}
