import type { Did } from '@foyer/protocol'

/** How many days "in the last" begins with. */
export const firstDays = 30

/** How often somebody did it, when another way to count is chosen: a number that was given stays. "At least" begins with two: once is what is meant without it. */
export function timesOf(op: string, before: Did['times']): Did['times'] {
  if (op !== 'atLeast' && op !== 'atMost' && op !== 'exactly') return undefined
  const least = op === 'atLeast' ? 1 : 0
  return { op, count: before === undefined ? least + 1 : Math.max(least, before.count) }
}
