import { dayIn, dayWords } from '../../time/days.ts'
import { clockTime } from '../../time/relative.ts'

/** "12 Nov 2026", "12 Nov 2026, 14:05". */
export function atWords(at: string, timezone: string): string {
  if (!at.includes('T')) return dayWords(at, 'dayAndYear')
  return `${dayWords(dayIn(Date.parse(at), timezone), 'dayAndYear')}, ${clockTime(at, timezone)}`
}
