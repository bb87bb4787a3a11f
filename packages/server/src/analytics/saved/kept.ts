/** Long enough that a team which opens a dashboard together asks once, short enough that "as of" is no excuse. */
export const keptMs = 60_000
const mostKept = 500

type Kept = { atMs: number; answer: Promise<Record<string, unknown>> }

/**
 * Answers that are shared for a minute by all who look, of this process. Nothing is asked when nobody does: an answer that is too old
 * is asked again by the next one who looks, and they wait for it.
 */
export function createKept(clock: () => Date) {
  const kept = new Map<string, Kept>()
  return async function shared(
    key: string,
    ask: () => Promise<Record<string, unknown>>
  ): Promise<Record<string, unknown>> {
    const nowMs = clock().getTime()
    const known = kept.get(key)
    if (known && Math.abs(nowMs - known.atMs) < keptMs) return known.answer
    const fresh = { atMs: nowMs, answer: ask() }
    // Taken out and put back: the map's own order is from the oldest to the latest.
    kept.delete(key)
    kept.set(key, fresh)
    if (kept.size > mostKept) {
      const [oldest] = kept.keys()
      if (oldest !== undefined) kept.delete(oldest)
    }
    try {
      return await fresh.answer
    } catch (fault) {
      if (kept.get(key) === fresh) kept.delete(key)
      throw fault
    }
  }
}
