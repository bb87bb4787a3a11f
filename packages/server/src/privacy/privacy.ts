import { applyAsked } from './apply.ts'
import { enforce } from './enforce.ts'
import type { PrivacyOptions } from './options.ts'
import { privacyRoutes } from './routes.ts'

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
