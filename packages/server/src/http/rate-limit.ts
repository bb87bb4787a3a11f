import { AppError } from './app-error.ts'

export type RateLimit = {
  /** Takes one turn. Answers how long to wait when none is left; 0 when it was given. */
  take(key: string): number
  /** The last turn should not have counted. */
  giveBack(key: string): void
  /** Gives every turn back, as after a sign-in that succeeded. */
  forget(key: string): void
  readonly size: number
}

type Bucket = { tokens: number; at: number }

/**
 * A token bucket for each key. At most `maxKeys` are remembered and the one unused the longest is forgotten first, so
 * a flood of made-up keys costs a fixed amount of memory.
 */
export function createRateLimit(options: {
  burst: number
  perSecond: number
  clock: () => number
  maxKeys?: number
}): RateLimit {
  const { burst, perSecond, clock, maxKeys = 20_000 } = options
  const buckets = new Map<string, Bucket>()

  return {
    take(key) {
      const now = clock()
      const known = buckets.get(key)
      const tokens = known ? Math.min(burst, known.tokens + (Math.max(0, now - known.at) / 1000) * perSecond) : burst
      const isGiven = tokens >= 1
      // Taken out and put back, so that the map's own order is from the longest unused to the latest.
      buckets.delete(key)
      buckets.set(key, { tokens: isGiven ? tokens - 1 : tokens, at: now })
      if (buckets.size > maxKeys) {
        const [oldest] = buckets.keys()
        if (oldest !== undefined) buckets.delete(oldest)
      }
      return isGiven ? 0 : (1 - tokens) / perSecond
    },
    giveBack(key) {
      const bucket = buckets.get(key)
      if (bucket) bucket.tokens = Math.min(burst, bucket.tokens + 1)
    },
    forget: key => void buckets.delete(key),
    get size() {
      return buckets.size
    }
  }
}

export function takeTurn(limit: RateLimit, key: string, message: string): void {
  const wait = limit.take(key)
  if (wait > 0) throw new AppError('too_many_requests', message, { retryAfterSeconds: Math.ceil(wait) })
}
