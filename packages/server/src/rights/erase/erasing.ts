import { alone } from '../../stores/records/index.ts'
import type { RightsContext } from './context.ts'
import { Ended, eraseRest } from './erase.ts'
import { openErasures } from './rows.ts'

const lookEveryMs = 10_000
const mostAtOnce = 200

/** Goes on with every erasing that was asked for and is not done, also by another process or before a crash, until it is. */
export function startErasing(context: RightsContext) {
  const { sql, log } = context
  let isClosed = false
  let isAsked = false
  let running: Promise<void> | null = null

  async function eraseAll(): Promise<void> {
    const open = await openErasures(sql, mostAtOnce)
    for (const all of Map.groupBy(open, one => one.workspaceId).values()) {
      if (isClosed) return
      try {
        await eraseRest(context, all, () => isClosed)
      } catch (fault) {
        if (fault instanceof Ended) return
        log.warn(
          { err: fault },
          'somebody who was erased from the records is not yet erased from everywhere; it is tried again shortly'
        )
        const problem = 'A store did not take the change. It is tried again until it does.'
        await sql`UPDATE erasures SET problem = ${problem} WHERE id = ANY(${all.map(one => one.id)}::uuid[])`
        return
      }
      isAsked = true
    }
  }

  async function run(): Promise<void> {
    while (isAsked && !isClosed) {
      isAsked = false
      await alone(sql, 'erasures', eraseAll).catch(fault => {
        log.warn({ err: fault }, 'erasures were not looked after; it is tried again shortly')
        isAsked = false
      })
    }
    running = null
  }

  function look(): void {
    isAsked = true
    running ??= run()
  }

  const timer = setInterval(look, lookEveryMs)
  // What the last run did not come to the end of.
  look()
  return {
    look,
    /** For tests and for whoever must see what was asked for done. */
    async settled() {
      look()
      await running
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    }
  }
}
