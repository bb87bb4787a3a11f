import type { Store } from '../line/storage.ts'

type Stay = { who: string; since: number; at: number }

const idleMs = 30 * 60_000
const writeEveryMs = 5_000

/** How long the visit has lasted, over its pages and tabs; half an hour in which none was looked at ends it. */
export const openStay = (given: {
  store: Store
  key: string
  who: () => string
  now: () => number
  /** When this page began, and with it a visit if there is none. */
  begunAt: number
}): (() => number) => {
  const { store, key } = given
  let begins = given.begunAt
  return () => {
    const at = given.now()
    const who = given.who()
    const kept = store.read<Stay>(key)
    const goesOn = kept?.who === who && Math.abs(at - kept.at) < idleMs
    const since = goesOn ? kept.since : begins
    begins = at
    if (!goesOn || at - kept.at >= writeEveryMs) store.write(key, { who, since, at } satisfies Stay)
    return at - since
  }
}
