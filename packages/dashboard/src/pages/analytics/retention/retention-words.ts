import { addDays, dayWords, spanWords } from '../../../time/days.ts'

export type RetentionUnit = 'day' | 'week' | 'month'

/** "12 Nov 2026", "9–15 Nov 2026", "November 2026". */
export function cohortWords(start: string, unit: RetentionUnit): string {
  if (unit === 'month') return dayWords(start, 'month')
  return unit === 'day' ? dayWords(start, 'dayAndYear') : spanWords(start, addDays(start, 6))
}

/** Above a column: "Day 0", "Week 3". */
export const periodWords = (period: number, unit: RetentionUnit) =>
  `${unit === 'day' ? 'Day' : unit === 'week' ? 'Week' : 'Month'} ${period}`

/** "in the same week", "3 weeks later". */
export const laterWords = (period: number, unit: RetentionUnit) =>
  period === 0 ? `in the same ${unit}` : `${period} ${unit}${period === 1 ? '' : 's'} later`
