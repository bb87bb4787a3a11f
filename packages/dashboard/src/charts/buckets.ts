import type { AnswerRange, Unit } from '@foyer/protocol'
import { addDays, dayIn, dayWords, spanWords } from '../time/days.ts'
import { clockTime } from '../time/relative.ts'
import { everyNth } from './scale.ts'

/** Charts of what happens just now also go by the minute, which no report does. */
export type ChartUnit = Unit | 'minute'

/** Under an axis: "14:00", "12 Nov", "Nov 2026". */
export function bucketMark(bucket: string, unit: ChartUnit, timezone: string): string {
  if (unit === 'hour' || unit === 'minute') return clockTime(bucket, timezone)
  return dayWords(bucket, unit === 'month' ? 'shortMonth' : 'day')
}

/** What stands under the buckets of an axis that has room for a word every `wordWidth`: hours of several days are marked by their days. */
export function axisMarks(buckets: readonly string[], unit: ChartUnit, timezone: string, room: number) {
  const wordWidth = unit === 'month' ? 74 : 58
  const days = unit === 'hour' && buckets.length > 48 ? buckets.map(bucket => dayIn(Date.parse(bucket), timezone)) : []
  const candidates =
    days.length > 0
      ? days.flatMap((day, index) =>
          index > 0 && day !== days[index - 1] ? [{ index, text: dayWords(day, 'day') }] : []
        )
      : buckets.map((bucket, index) => ({ index, text: bucketMark(bucket, unit, timezone) }))
  const every = everyNth(candidates.length, room, wordWidth)
  return candidates.filter((_mark, place) => place % every === 0)
}

/** In full: "Thursday, 12 November 2026, 14:00–15:00", "Week of 9–15 Nov 2026", "November 2026". */
export function bucketWords(bucket: string, unit: ChartUnit, timezone: string): string {
  if (unit === 'month') return dayWords(bucket, 'month')
  if (unit === 'week') return `Week of ${spanWords(bucket, addDays(bucket, 6))}`
  if (unit === 'day') return dayWords(bucket, 'whole')
  const from = clockTime(bucket, timezone)
  const to = clockTime(Date.parse(bucket) + (unit === 'minute' ? 60_000 : 3_600_000), timezone)
  return `${dayWords(dayIn(Date.parse(bucket), timezone), 'whole')}, ${from}–${to}`
}

/**
 * How many of the buckets had begun when the question was asked, and whether the last of these was still going on: what lies ahead is
 * not nothing, and what goes on is not yet its whole.
 */
export function begun(buckets: readonly string[], unit: Unit, range: AnswerRange) {
  const askedMs = Date.parse(range.asOf)
  const today = dayIn(askedMs, range.timezone)
  const count = buckets.filter(bucket => (unit === 'hour' ? Date.parse(bucket) <= askedMs : bucket <= today)).length
  const last = buckets[count - 1]
  const isRunning = last !== undefined && !isOver(last, unit, askedMs, today) && Date.parse(range.to) > askedMs
  return { count, isRunning }
}

function isOver(bucket: string, unit: Unit, askedMs: number, today: string): boolean {
  if (unit === 'hour') return Date.parse(bucket) + 3_600_000 <= askedMs
  if (unit === 'day') return bucket < today
  if (unit === 'week') return addDays(bucket, 7) <= today
  return bucket.slice(0, 7) < today.slice(0, 7)
}

/** Which of the buckets a moment falls into: a day (`2026-11-26`), or an instant. Under hours a day stands at its first. */
export function bucketOf(at: string, buckets: readonly string[], unit: Unit, timezone: string): number {
  const isInstant = at.includes('T')
  const day = isInstant ? dayIn(Date.parse(at), timezone) : at
  if (unit === 'hour')
    return isInstant
      ? buckets.findIndex(
          bucket => Date.parse(at) - Date.parse(bucket) < 3_600_000 && Date.parse(bucket) <= Date.parse(at)
        )
      : buckets.findIndex(bucket => dayIn(Date.parse(bucket), timezone) === day)
  const index = buckets.findLastIndex(bucket => bucket <= day)
  const bucket = buckets[index]
  if (bucket === undefined) return -1
  const isIn = {
    day: bucket === day,
    week: addDays(bucket, 7) > day,
    month: bucket.slice(0, 7) === day.slice(0, 7)
  }
  return isIn[unit] ? index : -1
}
