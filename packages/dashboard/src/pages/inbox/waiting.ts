import { durationText } from '../../time/relative.ts'

const minute = 60_000
const hour = 60 * minute
const exactBelowMs = 5 * hour

/** "now", "4 min", "1 h 20 min", "3 days": how long the visitor has waited, short enough for a row. */
export function waitText(since: string, now: number): string {
  const waited = now - Date.parse(since)
  if (Number.isNaN(waited)) return ''
  // Past some hours the minutes are no longer what one looks at.
  const unit = waited < exactBelowMs ? minute : hour
  return waited < minute ? 'now' : durationText(Math.floor(waited / unit) * unit)
}

/** People give up on a chat within minutes; colour says so before the number is read. */
export type Urgency = 'fresh' | 'late' | 'overdue'
const lateAfterMs = 5 * minute
const overdueAfterMs = 30 * minute

export function urgencyOf(since: string, now: number): Urgency {
  const waited = now - Date.parse(since)
  return waited >= overdueAfterMs ? 'overdue' : waited >= lateAfterMs ? 'late' : 'fresh'
}

/** "longest wait 12 min": whether there is time for a coffee. */
export const longestWaitText = (since: string | undefined, now: number): string => {
  if (since === undefined) return 'nobody waits'
  const waited = waitText(since, now)
  return waited === 'now' ? 'one waits since just now' : `longest wait ${waited}`
}
