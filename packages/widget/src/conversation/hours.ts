import type { OfficeHours as Given } from '@foyer/protocol'

/** Minutes from Monday 00:00 in the office's own time. */
type Span = { from: number; to: number }
export type OfficeHours = { timezone: string; spans: readonly Span[] }

const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']
const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes
const rule = /^([a-z]{2})[a-z]*(?:\s*-\s*([a-z]{2})[a-z]*)?\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$/

const spanOn = (day: number, from: number, to: number): Span => ({
  from: day * dayMinutes + from,
  // Until after midnight.
  to: day * dayMinutes + (to > from ? to : to + dayMinutes)
})
const minutesOf = (clock: string): number => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour > 24 || minute > 59 ? Number.NaN : hour * 60 + minute
}

/** As the server keeps them, or `Mon-Fri 09:00-17:00, Sat 10:00-14:00 Europe/Berlin`; undefined when they cannot be understood. */
export const readOfficeHours = (given: string | Given): OfficeHours | undefined =>
  typeof given === 'string' ? readText(given) : inMinutes(given)

const inMinutes = ({ timezone, spans }: Given): OfficeHours | undefined =>
  isTimezone(timezone)
    ? {
        timezone,
        spans: spans.flatMap(({ days: on, from, to }) =>
          on.map(day => spanOn(days.indexOf(day.slice(0, 2)), minutesOf(from), minutesOf(to)))
        )
      }
    : undefined

const readText = (text: string): OfficeHours | undefined => {
  const parts = /^(.*\d)\s+([A-Za-z_+-]+(?:\/[A-Za-z0-9_+-]+)*)\s*$/.exec(text.trim())
  const timezone = parts?.[2] ?? 'UTC'
  const spans: Span[] = []
  for (const piece of (parts?.[1] ?? text).split(/[,;]/)) {
    const found = rule.exec(piece.trim().toLowerCase())
    if (!found) return undefined
    const [, first = '', last = first, ...clock] = found
    const [from = 0, to = 0] = clock.map(minutesOf)
    const start = days.indexOf(first)
    const end = days.indexOf(last)
    if (start < 0 || end < 0 || !(from < dayMinutes && to <= dayMinutes)) return undefined
    for (let day = start; ; day = (day + 1) % 7) {
      spans.push(spanOn(day, from, to))
      if (day === end) break
    }
  }
  return isTimezone(timezone) ? { timezone, spans } : undefined
}

const isTimezone = (timezone: string): boolean => {
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    return false
  }
}

const minuteOfWeek = (timezone: string, now: number): number => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(now)
  const part = (type: string) => parts.find(found => found.type === type)?.value ?? ''
  const day = days.indexOf(part('weekday').slice(0, 2).toLowerCase())
  return day * dayMinutes + Number(part('hour')) * 60 + Number(part('minute'))
}

/** Null while open; else when it opens next. */
export const opensAt = (hours: OfficeHours, now: number): number | null => {
  const minute = minuteOfWeek(hours.timezone, now)
  const isIn = ({ from, to }: Span) => [minute, minute + weekMinutes].some(at => at >= from && at < to)
  if (hours.spans.some(isIn)) return null
  const waits = hours.spans.map(({ from }) => (from - minute + weekMinutes) % weekMinutes)
  return Math.floor(now / 60_000) * 60_000 + Math.min(...waits) * 60_000
}
