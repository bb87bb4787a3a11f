export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>

const patienceMs = 3000

/** A lock between tabs. Where there are none (plain http) or a frozen tab sits on it, the work goes ahead without. */
export const webLock: Lock = async (name, work) => {
  let begun: ReturnType<typeof work> | undefined
  const begin = () => {
    begun = begun ?? work()
    return begun
  }
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    return await navigator.locks.request(name, { signal: patience.signal }, () => {
      clearTimeout(timer)
      return begin()
    })
  } catch {
    return begin()
  }
}
