export type Lock = (name: string, work: () => Promise<void>) => Promise<void>

const patienceMs = 3000

/**
 * A lock between tabs, held for moments only: a page that holds one is kept out of the back/forward cache (measured in
 * Chromium 156). Where there are none (older browsers, plain http) or a frozen tab sits on it, the work goes ahead
 * without; the leases of the queue and the event ids keep that harmless.
 */
export const webLock: Lock = async (name, work) => {
  let begun: Promise<void> | undefined
  const begin = () => {
    begun = begun ?? work()
    return begun
  }
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    await navigator.locks.request(name, { signal: patience.signal }, () => {
      clearTimeout(timer)
      return begin()
    })
  } catch {
    await begin()
  }
}
