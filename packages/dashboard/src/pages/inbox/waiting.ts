import { durationText } from '../../time/relative.ts'

const minute = 60_000

/** "now", "4 min", "1 h 20 min", "3 days": how long the visitor has waited, short enough for a row. */
export function waitText(since: string, now: number): string {
  const waited = now - Date.parse(since)
  if (Number.isNaN(waited)) return ''
  return waited < minute ? 'now' : durationText(Math.floor(waited / minute) * minute)
}

/** People give up on a chat within minutes; colour says so before the number is read. */
export type Urgency = 'fresh' | 'late' | 'overdue'
const lateAfterMs = 5 * minute
const overdueAfterMs = 30 * minute

export function urgencyOf(since: string, now: number): Urgency {
  const waited = now - Date.parse(since)
  return waited >= overdueAfterMs ? 'overdue' : waited >= lateAfterMs ? 'late' : 'fresh'
}

/** "3 wait, the longest 12 min". */
export function waitingSummary(waiting: number, longestSince: string | undefined, now: number): string | undefined {
  if (waiting === 0) return 'nobody waits'
  const who = waiting === 1 ? '1 waits' : `${waiting} wait`
  if (longestSince === undefined) return who
  const longest = waitText(longestSince, now)
  return waiting === 1
    ? `${who}, ${since(longest)}`
    : `${who}, the longest ${longest === 'now' ? 'since just now' : longest}`
}

const since = (waited: string) => (waited === 'now' ? 'since just now' : `for ${waited}`)
