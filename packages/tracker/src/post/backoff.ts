const baseMs = 1000
const capMs = 5 * 60 * 1000

/**
 * Exponential with full jitter: the n-th wait (from 0) is somewhere in 0 … min(5 min, 1 s · 2ⁿ), so that browsers that failed
 * together do not come back together. A Retry-After is waited out in full, and the jitter comes on top.
 */
export const backoffMs = (attempt: number, random: number, retryAfterMs: number): number =>
  retryAfterMs + random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20))
