import type { KnownDestination } from '../directory/destination.ts'
import type { PrepareWith } from '../kind.ts'

type Prepared = Readonly<Record<string, string>>
type With = Omit<PrepareWith, 'settings' | 'again'>

const nothing: Prepared = {}

/** What a destination looks up before it can send, kept for as long as its kind says; asked once however many wait for it. */
export function createPreparing() {
  let known: { revision: number; until: number; found: Promise<Prepared> } | null = null
  return {
    async of({ kind, settings, revision }: KnownDestination, given: With): Promise<Prepared> {
      const { prepare } = kind
      if (!prepare) return nothing
      const now = given.now.getTime()
      if (known?.revision === revision && known.until > now) return known.found
      const again = known?.revision === revision ? isAskedAgain : undefined
      isAskedAgain = undefined
      const one = {
        revision,
        until: now + prepare.forMs,
        found: prepare.look({ ...given, settings, ...(again ? { again } : {}) })
      }
      known = one
      try {
        return await one.found
      } catch (fault) {
        if (known === one) known = { ...one, until: 0 }
        throw fault
      }
    },
    again(why: NonNullable<PrepareWith['again']>): void {
      isAskedAgain = why
      if (known) known.until = 0
    }
  }
}
