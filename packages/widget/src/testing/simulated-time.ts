/** A clock that stands still until told otherwise. */
export const createTime = (start = Date.UTC(2026, 10, 21, 9)) => {
  let at = start
  let made = 0
  const waiting = new Map<number, { at: number; work: () => void }>()
  const settle = async () => {
    for (let turn = 0; turn < 80; turn++) await null
  }
  return {
    now: () => at,
    later(work: () => void, ms: number) {
      const id = ++made
      waiting.set(id, { at: at + ms, work })
      return () => void waiting.delete(id)
    },
    settle,
    async pass(ms: number) {
      const end = at + ms
      await settle()
      for (;;) {
        const [next] = [...waiting]
          .filter(([, timer]) => timer.at <= end)
          .sort(([a, x], [b, y]) => x.at - y.at || a - b)
        if (!next) break
        waiting.delete(next[0])
        at = Math.max(at, next[1].at)
        next[1].work()
        await settle()
      }
      at = end
    }
  }
}
export type Time = ReturnType<typeof createTime>

export const memoryStorage = (): Storage => {
  const kept: Record<string, string> = {}
  const methods = {
    getItem: (key: string) => (key in kept ? (kept[key] ?? null) : null),
    setItem: (key: string, value: string) => void Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => void delete kept[key]
  }
  // Object.keys of a Storage lists what is stored.
  return new Proxy(kept, { get: (_, name) => methods[name as keyof typeof methods] }) as unknown as Storage
}
