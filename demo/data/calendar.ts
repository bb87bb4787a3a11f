import type { Random } from './random.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

// Read off a garden shop's day: coffee, lunch, and above all the evening sofa.
const byHour = [3, 2, 1, 1, 1, 2, 5, 9, 13, 16, 18, 19, 21, 19, 17, 17, 18, 20, 24, 30, 34, 30, 19, 8]
const byWeekday = [1.4, 0.95, 0.9, 0.95, 1, 0.9, 1.2]
const most = Math.max(...byHour) * Math.max(...byWeekday)

export type Calendar = ReturnType<typeof createCalendar>

/** The days the story plays in, and when people are awake in them. */
export function createCalendar(span: { now: number; days: number }) {
  const start = span.now - span.days * day
  const offsets = new Map<string, number>()

  /** What the clock on the wall shows there, as if it were UTC. */
  function wallClock(at: number, timezone: string): Date {
    const key = `${timezone} ${Math.floor(at / day)}`
    const known = offsets.get(key)
    const offset = known ?? offsetOf(at, timezone)
    if (known === undefined) offsets.set(key, offset)
    return new Date(at + offset)
  }

  return {
    start,
    now: span.now,
    wallClock,
    /** A moment between the two at which somebody there might look at a shop; busier days and hours come more often. */
    moment(random: Random, timezone: string, from = start, to = span.now): number {
      let at = from
      for (let tries = 0; tries < 200; tries++) {
        at = random.between(from, to)
        const wall = wallClock(at, timezone)
        const weight = (byHour[wall.getUTCHours()] ?? 0) * (byWeekday[wall.getUTCDay()] ?? 0)
        // The shop is growing: the last day sees a third more than the first.
        const growth = 0.75 + (0.25 * (at - start)) / (span.now - start)
        if (random.chance((weight / most) * growth)) break
      }
      return Math.floor(at)
    }
  }
}

function offsetOf(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric'
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value)
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
  return wall - Math.floor(at / minute) * minute
}
