import type { SavedRange } from '@foyer/protocol'
import { addDays, daysFromTo, dayWords, isDay, spanWords, weekdayOf } from '../time/days.ts'

/** From the first day that is meant to the last. */
export type Days = { from: string; to: string }

export type Preset = { name: string; label: string; key: string; range: SavedRange }

/** In the order of the menu. `name` is what stands in the address, `key` what is pressed for it. */
export const presets: readonly Preset[] = [
  { name: 'today', label: 'Today', key: 'd', range: { calendar: 'today' } },
  { name: 'yesterday', label: 'Yesterday', key: 'e', range: { calendar: 'yesterday' } },
  { name: '7d', label: 'Last 7 days', key: 'w', range: { last: 7 } },
  { name: '28d', label: 'Last 28 days', key: 'r', range: { last: 28 } },
  { name: '90d', label: 'Last 90 days', key: 'n', range: { last: 90 } },
  { name: 'thisWeek', label: 'This week', key: 't', range: { calendar: 'thisWeek' } },
  { name: 'lastWeek', label: 'Last week', key: 'o', range: { calendar: 'lastWeek' } },
  { name: 'thisMonth', label: 'This month', key: 'm', range: { calendar: 'thisMonth' } },
  { name: 'lastMonth', label: 'Last month', key: 'p', range: { calendar: 'lastMonth' } },
  { name: 'thisYear', label: 'This year', key: 'y', range: { calendar: 'thisYear' } },
  { name: 'lastYear', label: 'Last year', key: 'u', range: { calendar: 'lastYear' } },
  { name: '12mo', label: 'Last 12 months', key: 'l', range: { last: 365 } }
]
export const defaultPreset = '28d'
const longestDays = 3_660

/** What an address says of the time; what it says wrongly is as if it said nothing. */
export function rangeOf({ range, from, to }: { range?: string; from?: string; to?: string }): SavedRange {
  if (from !== undefined && to !== undefined && isSpan(from, to)) return { from, to }
  const days = /^(\d{1,3})d$/.exec(range ?? '')?.[1]
  if (days !== undefined && Number(days) >= 1 && Number(days) <= 366) return { last: Number(days) }
  return presets.find(({ name }) => name === range)?.range ?? { last: 28 }
}

export const isSpan = (from: string, to: string) =>
  isDay(from) && isDay(to) && from <= to && daysFromTo(from, to) <= longestDays

/** The address of a range: one of the two ways to say it, the other taken away. */
export function rangeAddress(range: SavedRange): { range?: string; from?: string; to?: string } {
  if ('from' in range) return { range: undefined, from: range.from, to: range.to }
  const name = nameOf(range)
  return { range: name === defaultPreset ? undefined : name, from: undefined, to: undefined }
}

function nameOf(range: SavedRange): string {
  const known = presets.find(preset => JSON.stringify(preset.range) === JSON.stringify(range))
  if (known) return known.name
  return 'last' in range ? `${range.last}d` : ''
}

export const presetOf = (range: SavedRange): Preset | undefined => presets.find(({ name }) => name === nameOf(range))

/** The days a range means, seen from today. A range that goes on ends today. */
export function daysOf(range: SavedRange, today: string): Days {
  if ('from' in range) return { from: range.from, to: range.to }
  if ('last' in range) return { from: addDays(today, 1 - range.last), to: today }
  const monday = addDays(today, -weekdayOf(today))
  const first = `${today.slice(0, 8)}01`
  switch (range.calendar) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) }
    case 'thisWeek':
      return { from: monday, to: today }
    case 'lastWeek':
      return { from: addDays(monday, -7), to: addDays(monday, -1) }
    case 'thisMonth':
      return { from: first, to: today }
    case 'lastMonth':
      return { from: `${addDays(first, -1).slice(0, 8)}01`, to: addDays(first, -1) }
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: today }
    case 'lastYear': {
      const year = Number(today.slice(0, 4)) - 1
      return { from: `${year}-01-01`, to: `${year}-12-31` }
    }
  }
}

export const rangeLabel = (range: SavedRange, today: string): string => {
  const preset = presetOf(range)
  if (preset) return preset.label
  if ('last' in range) return range.last === 1 ? 'Today' : `Last ${range.last} days`
  const { from, to } = daysOf(range, today)
  return spanWords(from, to)
}

/** Just as long, right before or after: a month is followed by a month, a year by a year. Nothing where it would begin after today. */
export function moved(range: SavedRange, by: -1 | 1, today: string): SavedRange | undefined {
  const named = 'calendar' in range ? neighbours[range.calendar] : undefined
  const next = named?.[by === -1 ? 0 : 1]
  if (next) return { calendar: next }
  const { from, to } = daysOf(range, today)
  if (by === 1 && to >= today) return undefined
  const whole = isMonth(from, to)
    ? monthNextTo(from, by)
    : isYear(from, to)
      ? yearNextTo(from, by)
      : daysNextTo(from, to, by)
  if (whole.from > today) return undefined
  const known = presets.find(preset => {
    const days = daysOf(preset.range, today)
    return days.from === whole.from && days.to === whole.to
  })
  return known?.range ?? whole
}

type Calendar = Extract<SavedRange, { calendar: string }>['calendar']
/** What lies before and after: a week that is still going on comes after a whole one. */
const neighbours: Readonly<Record<Calendar, readonly [Calendar | undefined, Calendar | undefined]>> = {
  today: ['yesterday', undefined],
  yesterday: [undefined, 'today'],
  thisWeek: ['lastWeek', undefined],
  lastWeek: [undefined, 'thisWeek'],
  thisMonth: ['lastMonth', undefined],
  lastMonth: [undefined, 'thisMonth'],
  thisYear: ['lastYear', undefined],
  lastYear: [undefined, 'thisYear']
}

const isMonth = (from: string, to: string) =>
  from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7) && addDays(to, 1).endsWith('-01')

const isYear = (from: string, to: string) => from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`

function yearNextTo(first: string, by: -1 | 1): Days {
  const year = Number(first.slice(0, 4)) + by
  return { from: `${year}-01-01`, to: `${year}-12-31` }
}

function monthNextTo(first: string, by: -1 | 1): Days {
  const within = addDays(first, by === 1 ? 40 : -10)
  const from = `${within.slice(0, 8)}01`
  return { from, to: addDays(`${addDays(from, 40).slice(0, 8)}01`, -1) }
}

function daysNextTo(from: string, to: string, by: -1 | 1): Days {
  const length = daysFromTo(from, to)
  return { from: addDays(from, by * length), to: addDays(to, by * length) }
}

/** "26 Nov 2026" beside a preset's name. */
export const daysLabel = ({ from, to }: Days): string =>
  from === to ? dayWords(from, 'dayAndYear') : spanWords(from, to)
