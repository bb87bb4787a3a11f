/** Requests a second, and a second's worth at once at most. */
export function createRate(perSecond: number | undefined, clock: () => number) {
  if (perSecond === undefined) return { waitMs: () => 0 }
  const most = Math.max(1, perSecond)
  let tokens = most
  let at = clock()
  return {
    /** Takes a place; how long to wait until it comes up. */
    waitMs(): number {
      const now = clock()
      tokens = Math.min(most, tokens + (Math.max(0, now - at) / 1000) * perSecond) - 1
      at = now
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000
    }
  }
}
