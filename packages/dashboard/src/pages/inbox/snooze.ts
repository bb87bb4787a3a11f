export type SnoozeChoice = { label: string; until: number }

const hour = 3_600_000
const morning = 9

/** When a conversation may come back: hours from now, or a morning on the workspace's wall clock. */
export function snoozeChoices(now: number, timezone: string): SnoozeChoice[] {
  const { weekday, hours } = wallClock(now, timezone)
  const daysToMonday = (8 - weekday) % 7 || 7
  const choices = [
    { label: 'In an hour', until: now + hour },
    { label: 'In three hours', until: now + 3 * hour },
    // Before dawn "tomorrow morning" would be a day and more away.
    hours < morning - 3
      ? { label: 'This morning', until: morningAfter(now, 0, timezone) }
      : { label: 'Tomorrow morning', until: morningAfter(now, 1, timezone) },
    { label: 'Monday morning', until: morningAfter(now, daysToMonday, timezone) },
    { label: 'In a week', until: morningAfter(now, 7, timezone) }
  ]
  // On a Sunday tomorrow is Monday, and on a Monday next Monday is in a week: one of the two is enough.
  return choices.filter((choice, index) => choices.findIndex(other => other.until === choice.until) === index)
}

/** 9:00 by the workspace's clock, this many days on. Clocks are put forward and back: the offset is that of the day itself. */
function morningAfter(now: number, days: number, timezone: string): number {
  const { year, month, date } = wallClock(now, timezone)
  return fromWallClock({ year, month, date: date + days, hours: morning, minutes: 0 }, timezone)
}

type WallTime = { year: number; month: number; date: number; hours: number; minutes: number }

export function fromWallClock({ year, month, date, hours, minutes }: WallTime, timezone: string): number {
  const asIfUtc = Date.UTC(year, month - 1, date, hours, minutes)
  const guess = asIfUtc - offsetAt(asIfUtc, timezone)
  // The offset at the guess is the right one unless the clocks change between the two.
  return asIfUtc - offsetAt(guess, timezone)
}

/** "2031-11-21T14:05" from a date-time field, read on the workspace's clock. */
export function readWallTime(text: string, timezone: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [year = 0, month = 1, date = 1, hours = 0, minutes = 0] = parts
  return fromWallClock({ year, month, date, hours, minutes }, timezone)
}

export function wallTimeText(at: number, timezone: string): string {
  const { year, month, date, hours, minutes } = wallClock(at, timezone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(date)}T${two(hours)}:${two(minutes)}`
}

const offsetAt = (at: number, timezone: string): number => {
  const { year, month, date, hours, minutes } = wallClock(at, timezone)
  return Date.UTC(year, month - 1, date, hours, minutes) - Math.floor(at / 60_000) * 60_000
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function wallClock(at: number, timezone: string): WallTime & { weekday: number } {
  let formatter = formatters.get(timezone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric'
    })
    formatters.set(timezone, formatter)
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map(part => [part.type, Number(part.value)]))
  const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0 } = parts
  return { year, month, date, hours, minutes, weekday: new Date(Date.UTC(year, month - 1, date)).getUTCDay() }
}
