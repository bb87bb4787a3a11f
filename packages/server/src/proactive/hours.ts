import type { ProactiveHours } from '@foyer/protocol'

const formats = new Map<string, Intl.DateTimeFormat>()
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether a moment falls into these hours where the workspace is. Hours that end before they begin go on past midnight. */
export function isWithinHours(hours: ProactiveHours, timezone: string, at: Date): boolean {
  const { day, minutes } = localTime(timezone, at)
  const from = minutesOf(hours.from)
  const to = minutesOf(hours.to)
  const on = (which: number) => hours.days.includes(which)
  if (from < to) return on(day) && minutes >= from && minutes < to
  return (on(day) && minutes >= from) || (on(day === 1 ? 7 : day - 1) && minutes < to)
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function localTime(timezone: string, at: Date): { day: number; minutes: number } {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23'
    })
  formats.set(timezone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    day: dayNames.indexOf(parts.weekday ?? '') + 1,
    minutes: Number(parts.hour) * 60 + Number(parts.minute)
  }
}
