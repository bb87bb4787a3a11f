import type { OfficeHours, OfficeSpan, Weekday } from '@foyer/protocol'
import { weekdays } from '@foyer/protocol/plain'

export const dayNames: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday'
}

export type DaySpan = { from: string; to: string }
export type WeekHours = Record<Weekday, DaySpan[]>

export const usualSpan: DaySpan = { from: '09:00', to: '17:00' }
const noDays = (): WeekHours => ({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] })

/** Every day with its hours, which is how they are edited. */
export function weekOf({ spans }: OfficeHours): WeekHours {
  const week = noDays()
  for (const { days, from, to } of spans) for (const day of days) week[day].push({ from, to })
  for (const day of weekdays) week[day].sort((a, b) => (a.from < b.from ? -1 : 1))
  return week
}

/** Days with the same hours stand together, which is how they are kept. */
export function hoursOf(week: WeekHours, timezone: string): OfficeHours | null {
  const spans = new Map<string, OfficeSpan>()
  for (const day of weekdays)
    for (const { from, to } of week[day]) {
      const span = spans.get(`${from} ${to}`)
      if (!span) spans.set(`${from} ${to}`, { days: [day], from, to })
      else if (!span.days.includes(day)) span.days.push(day)
    }
  return spans.size > 0 ? { timezone, spans: [...spans.values()] } : null
}

export const usualHours = (timezone: string): OfficeHours => ({
  timezone,
  spans: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], ...usualSpan }]
})
