/** After so many failures in a row, with nothing delivered in between, a destination rests. */
const failuresToRest = 5
const firstRestMs = 2 * 60_000
const longestRestMs = 8 * 60_000

/** How long it rests for the nth time in a row: 2, 4, 8, 8… minutes. */
export const restMs = (rests: number): number => Math.min(longestRestMs, firstRestMs * 2 ** Math.max(0, rests - 1))

/** Counts what fails in a row. A destination that answers nobody is not asked by all of its visitors in turn. */
export function createBreaker() {
  let inARow = 0
  return {
    /** True when it is time to rest. Each of several processes hears its share of what fails. */
    heard(isOutage: boolean, among: number): boolean {
      inARow = isOutage ? inARow + 1 : 0
      return inARow >= Math.ceil(failuresToRest / among)
    },
    reset(): void {
      inARow = 0
    },
    /** One more is enough: it was let through to see. */
    onTrial(): void {
      inARow = failuresToRest - 1
    }
  }
}
