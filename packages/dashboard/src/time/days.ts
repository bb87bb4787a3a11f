import { clockTime } from './relative.ts'

/** Days of the calendar as the wire has them: `2026-11-26`, a text in the order of time. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day it is there at this moment. */
export function dayIn(atMs: number, timezone: string): string {
  const known = formats.get(timezone)
  if (known) return known.format(atMs)
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  })
  formats.set(timezone, format)
  return format.format(atMs)
}

const dayMs = 86_400_000
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)

export const addDays = (day: string, days: number): string =>
  new Date(utc(day) + days * dayMs).toISOString().slice(0, 10)

/** When the clocks there show this time (`14:05`) of a day; a time that they skip is what comes after it. */
export function instantAt(day: string, clock: string, timezone: string): number {
  const wanted = Date.parse(`${day}T${clock}:00Z`)
  const shownAt = (atMs: number) => Date.parse(`${dayIn(atMs, timezone)}T${clockTime(atMs, timezone)}:00Z`)
  const near = wanted - (shownAt(wanted) - wanted)
  return near - (shownAt(near) - wanted)
}

/** How many days from the one to the other, both counted. */
export const daysFromTo = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / dayMs) + 1

export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const ms = utc(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** 0 is Monday. */
export const weekdayOf = (day: string): number => (new Date(utc(day)).getUTCDay() + 6) % 7

const shapes = {
  day: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }),
  dayAndYear: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }),
  whole: new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric'
  }),
  month: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
  shortMonth: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' })
}

/** "12 Nov", "Thursday 12 November 2026", "November 2026". */
export const dayWords = (day: string, shape: keyof typeof shapes): string => shapes[shape].format(utc(day))

/** "26 Nov 2026", "3–26 Nov 2026", "30 Oct – 26 Nov 2026". */
export function spanWords(from: string, to: string): string {
  if (from === to) return dayWords(to, 'dayAndYear')
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${dayWords(to, 'dayAndYear')}`
  return `${dayWords(from, from.slice(0, 4) === to.slice(0, 4) ? 'day' : 'dayAndYear')} – ${dayWords(to, 'dayAndYear')}`
}
