/** A page that loops must not flood the visitor's line or the server: `perSecond` on the long run, `burst` at once. */
export const createTokenBucket = (now: () => number, perSecond: number, burst: number) => {
  let tokens = burst
  let filledAt = now()
  return (): boolean => {
    const at = now()
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) / 1000) * perSecond)
    filledAt = at
    if (tokens < 1) return false
    tokens--
    return true
  }
}
