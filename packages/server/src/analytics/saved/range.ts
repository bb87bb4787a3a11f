import type { SavedRange } from '@foyer/protocol'
import { addDays, dayAt, startOfWeek } from '../language/moments.ts'

type Days = { from: string; to: string }

const firstOf = (day: string) => `${day.slice(0, 7)}-01`
const calendar: Record<Extract<SavedRange, { calendar: string }>['calendar'], (today: string) => Days> = {
  today: today => ({ from: today, to: today }),
  yesterday: today => ({ from: addDays(today, -1), to: addDays(today, -1) }),
  thisWeek: today => ({ from: startOfWeek(today), to: today }),
  lastWeek: today => ({ from: addDays(startOfWeek(today), -7), to: addDays(startOfWeek(today), -1) }),
  thisMonth: today => ({ from: firstOf(today), to: today }),
  lastMonth: today => {
    const last = addDays(firstOf(today), -1)
    return { from: firstOf(last), to: last }
  },
  thisYear: today => ({ from: `${today.slice(0, 4)}-01-01`, to: today }),
  lastYear: today => {
    const year = Number(today.slice(0, 4)) - 1
    return { from: `${year}-01-01`, to: `${year}-12-31` }
  }
}

/** What a range means at this moment, by the calendar of a timezone. The last seven days are today and the six before it. */
export function daysOf(range: SavedRange, nowMs: number, timezone: string): Days {
  if ('from' in range) return range
  const today = dayAt(nowMs, timezone)
  return 'last' in range ? { from: addDays(today, 1 - range.last), to: today } : calendar[range.calendar](today)
}
