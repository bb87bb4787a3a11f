import { questionLimits, type RetentionQuestion } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { bucketsOf, dayAt, type Span, startOfDay } from '../language/moments.ts'
import type { Query } from '../language/query.ts'

export type RetentionUnit = NonNullable<RetentionQuestion['unit']>

/** A year of days. Each period is a bit of a person, so more of them cost more words. */
const mostPeriods = 366
const dayMs = 86_400_000

export type Periods = {
  unit: RetentionUnit
  /** The day each begins with, in order; the first may begin before the span does. Only those that have begun. */
  starts: string[]
  /** What is asked about of the span: up to the end of the period that is now. */
  span: Span
  /** So many later periods are told of each cohort, beside its own. */
  later: number
}

export function periodsOf(span: Span, question: RetentionQuestion, nowMs: number): Periods {
  const unit = question.unit ?? 'week'
  const all = bucketsOf(span, unit)
  if (all.length > mostPeriods)
    throw new AppError(
      'invalid',
      `unit: retention tells of ${mostPeriods} periods at most, and that are ${all.length} ${unit}s. Ask for a longer unit or a shorter time.`,
      { field: 'unit' }
    )
  const today = dayAt(nowMs, span.timezone)
  const starts = all.filter(start => start <= today)
  const next = all[starts.length]
  const toMs = next === undefined ? span.toMs : Math.min(span.toMs, startOfDay(next, span.timezone))
  const later = Math.min(question.periods ?? mostLater, Math.max(0, starts.length - 1))
  return { unit, starts, span: { ...span, toMs }, later }
}
const mostLater = 60

/** Of the cohort of period `cohort`: how many later periods have begun, its own counted. */
export const toldOf = (periods: Periods, cohort: number): number =>
  Math.min(periods.later + 1, periods.starts.length - cohort)

/**
 * The number of the period an event lies in, from 0. By days of the calendar there, so a night in which clocks change needs no care;
 * whole numbers from there on: three times as quick as counting from date to date.
 */
export function periodSql(query: Query, periods: Periods): string {
  const first = periods.starts[0] ?? ''
  const day = `toDate(time, ${query.bind(periods.span.timezone, 'String')})`
  if (periods.unit === 'month') {
    const [year = 0, month = 0] = first.split('-').map(Number)
    return `toUInt16(toYear(${day}) * 12 + toMonth(${day}) - ${query.bind(year * 12 + month, 'UInt32')})`
  }
  const days = `toUInt16(${day}) - ${query.bind(Date.parse(`${first}T00:00:00Z`) / dayMs, 'UInt32')}`
  return periods.unit === 'day' ? `toUInt16(${days})` : `toUInt16(intDiv(${days}, 7))`
}

/** Everything there can be from before the span: nothing is kept for longer. */
export const beforeSpan = (span: Span): Span => ({
  ...span,
  fromMs: Math.max(0, span.fromMs - (questionLimits.rangeDays + 1) * dayMs),
  toMs: span.fromMs
})
