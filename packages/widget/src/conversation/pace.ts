/** How long to wait before the next try: doubling to half a minute, spread so that a restarted server is not met by everybody at once. */
export const backoffMs = (tries: number, random: number, atLeastMs = 0): number =>
  Math.max(atLeastMs, Math.min(30_000, 500 * 2 ** Math.min(tries, 6)) * (0.5 + random / 2))
