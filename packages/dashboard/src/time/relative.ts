const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "just now", "4 min ago", "3 h ago", "yesterday", "5 days ago", then the date. Never "in the future". */
export function relativeTime(at: string | number, now: number, timezone?: string): string {
  const time = typeof at === 'number' ? at : Date.parse(at)
  if (Number.isNaN(time)) return ''
  const passed = Math.max(0, now - time)
  if (passed < 45_000) return 'just now'
  if (passed < hour) return `${Math.max(1, Math.round(passed / minute))} min ago`
  const days = calendarDaysBetween(time, now, timezone)
  if (passed < 12 * hour || days === 0) return `${Math.max(1, Math.floor(passed / hour))} h ago`
  if (days === 1) return 'yesterday'
  if (days < 7) return `${days} days ago`
  return dayText(time, now, timezone)
}

/** "just now", "4m", "3h", "5d": for narrow columns. */
export function shortAge(at: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(at))
  if (passed < minute) return 'now'
  if (passed < hour) return `${Math.floor(passed / minute)}m`
  if (passed < day) return `${Math.floor(passed / hour)}h`
  return `${Math.floor(passed / day)}d`
}

/** "8 s", "2 min", "1 h 5 min", "3 days": how long something took. A number stays with its unit where a line breaks. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds}\u00a0s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes}\u00a0min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h ${minutes % 60}\u00a0min`
  return `${Math.round(hours / 24)} days`
}

/** "0:42", "12:05", "1:02:33": a clock that runs while somebody reads. */
export function runningTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** "Friday, 21 November 2031 at 14:05:09 CET": the exact time, and whose. */
export function exactTime(at: string | number, timezone: string | undefined): string {
  return formatter('exact', timezone).format(new Date(at))
}

/** "14:05" in the workspace's timezone. */
export const clockTime = (at: string | number, timezone: string | undefined) =>
  formatter('clock', timezone).format(new Date(at))

/** "Today", "Yesterday", "Tuesday", "4 March", "4 March 2029". */
export function dayName(at: string | number, now: number, timezone: string | undefined): string {
  const time = typeof at === 'number' ? at : Date.parse(at)
  const days = calendarDaysBetween(time, now, timezone)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return formatter('weekday', timezone).format(time)
  return dayText(time, now, timezone)
}

/** Nights between two moments on the wall clock of the workspace. */
export function calendarDaysBetween(earlier: number, later: number, timezone: string | undefined): number {
  return Math.round((dayNumber(later, timezone) - dayNumber(earlier, timezone)) / day)
}

function dayNumber(time: number, timezone: string | undefined): number {
  const parts = Object.fromEntries(
    formatter('numbers', timezone)
      .formatToParts(time)
      .map(part => [part.type, part.value])
  )
  return Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day))
}

function dayText(time: number, now: number, timezone: string | undefined): string {
  const thisYear = formatter('year', timezone).format(now) === formatter('year', timezone).format(time)
  return formatter(thisYear ? 'day' : 'dayAndYear', timezone).format(time)
}

const shapes = {
  exact: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short'
  },
  clock: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'long' },
  day: { day: 'numeric', month: 'short' },
  dayAndYear: { day: 'numeric', month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
  numbers: { year: 'numeric', month: 'numeric', day: 'numeric' }
} satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a formatter costs 50 times what using it does, and a table asks for hundreds. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(shape: keyof typeof shapes, timezone = 'UTC'): Intl.DateTimeFormat {
  const key = `${shape} ${timezone}`
  const known = formatters.get(key)
  if (known) return known
  const options = { ...shapes[shape], hourCycle: 'h23' as const }
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: isTimezone(timezone) ? timezone : 'UTC' })
  formatters.set(key, made)
  return made
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // RangeError: this browser does not know the zone the workspace was given.
    return false
  }
}
