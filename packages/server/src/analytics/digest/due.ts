import type { Digest } from '@foyer/protocol'
import { addDays, dayAt, hourOfDay, startOfWeek } from '../language/moments.ts'

export type Schedule = Pick<Digest, 'every' | 'weekday' | 'hour'>
/** A digest is of the whole days before the day it is sent on; that day is its name. */
export type Due = { atMs: number; period: string; from: string; to: string }

const firstOf = (day: string) => `${day.slice(0, 7)}-01`

/** The day on or before this one on which it is sent. */
function sendDay({ every, weekday }: Schedule, day: string): string {
  if (every === 'day') return day
  if (every === 'month') return firstOf(day)
  const wanted = addDays(startOfWeek(day), weekday - 1)
  return wanted <= day ? wanted : addDays(wanted, -7)
}

/** Of the day it is sent on, which is what it is known by. */
export function dueOn(schedule: Schedule, period: string, timezone: string): Due {
  const to = addDays(period, -1)
  const from = { day: to, week: addDays(period, -7), month: firstOf(to) }[schedule.every]
  return { atMs: hourOfDay(period, schedule.hour, timezone), period, from, to }
}

/** The one that is due now, or was last. */
export function latestDue(schedule: Schedule, nowMs: number, timezone: string): Due {
  const today = dayAt(nowMs, timezone)
  const due = dueOn(schedule, sendDay(schedule, today), timezone)
  return due.atMs <= nowMs ? due : dueOn(schedule, sendDay(schedule, addDays(due.period, -1)), timezone)
}

export function nextDue(schedule: Schedule, nowMs: number, timezone: string): Due {
  const today = dayAt(nowMs, timezone)
  for (let ahead = 0; ahead <= 32; ahead += 1) {
    const day = addDays(today, ahead)
    if (sendDay(schedule, day) !== day) continue
    const due = dueOn(schedule, day, timezone)
    if (due.atMs > nowMs) return due
  }
  throw new Error('every schedule comes round within a month')
}
