import type { KnownDestination } from '../directory/destination.ts'
import { type PrepareWith, UnpreparedError } from '../kind.ts'

type Prepared = Readonly<Record<string, string>>
type Again = NonNullable<PrepareWith['again']>

const nothing: Prepared = {}

/** What a destination looks up before it can send, kept for as long as its kind says; asked once however many wait for it. */
export function createPreparing() {
  let known: { revision: number; until: number; found: Promise<Prepared> } | null = null
  let again: Again | undefined
  return {
    async of(
      { kind, settings, revision }: KnownDestination,
      given: Omit<PrepareWith, 'settings' | 'again'>
    ): Promise<Prepared> {
      const { prepare } = kind
      if (!prepare) return nothing
      const now = given.now.getTime()
      if (known?.revision === revision && known.until > now) return known.found
      const why = known?.revision === revision ? again : undefined
      again = undefined
      const found = prepare.look({ ...given, settings, ...(why ? { again: why } : {}) })
      const one = { revision, until: now + prepare.forMs, found }
      known = one
      try {
        return await found
      } catch (fault) {
        one.until = 0
        // Whoever says that there is nothing to send to has looked. Asked to go on, it is tried as if nothing had been said.
        again = fault instanceof UnpreparedError ? undefined : why
        throw fault
      }
    },
    /** What was found is of no use any more. */
    again(why: Again): void {
      again = why
      if (known) known.until = 0
    }
  }
}
