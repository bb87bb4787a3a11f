/** So much of a second's worth may go at once: what a vendor counts by the second is exceeded by no more than that. */
const burst = 0.1

/** Requests a second. How many is said with each, since the share of a process changes. */
export function createRate(clock: () => number) {
  let tokens = 1
  let at = clock()
  return {
    /** Takes a place; how long to wait until it comes up. */
    waitMs(perSecond: number | undefined): number {
      if (perSecond === undefined) return 0
      const now = clock()
      const most = Math.max(1, perSecond * burst)
      tokens = Math.min(most, tokens + (Math.max(0, now - at) / 1000) * perSecond) - 1
      at = now
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000
    }
  }
}
