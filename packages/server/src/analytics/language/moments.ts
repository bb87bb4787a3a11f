import { type Against, type AnswerRange, questionLimits, type Unit } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'

const dayMs = 86_400_000

/** From the first instant that is meant to the first that no longer is. */
export type Span = { fromMs: number; toMs: number; timezone: string }

export const isTimezone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What a question means by its `from` and `to`. */
export function spanOf(
  asked: { from: string; to: string; timezone?: string },
  workspaceTimezone: string,
  at = ''
): Span {
  const timezone = asked.timezone ?? workspaceTimezone
  // The event store reads the name too, and takes fewer spellings than the runtime does.
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(timezone) || !isTimezone(timezone))
    throw new AppError('invalid', `timezone must be a name such as Europe/Berlin or UTC.`, { field: 'timezone' })
  const fromMs = momentMs(asked.from, timezone, `${at}from`, false)
  const toMs = momentMs(asked.to, timezone, `${at}to`, true)
  if (toMs <= fromMs) throw new AppError('invalid', `${at}to must be later than ${at}from.`, { field: `${at}to` })
  if (toMs - fromMs > (questionLimits.rangeDays + 1) * dayMs)
    throw new AppError('invalid', `${at}from and to may be ${questionLimits.rangeDays} days apart at most.`, {
      field: `${at}from`
    })
  return { fromMs, toMs, timezone }
}

export function momentMs(text: string, timezone: string, field: string, isEnd: boolean): number {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const ms = day ? startOfDay(addDays(text, isEnd ? 1 : 0), timezone) : Date.parse(text)
  const isReal = !day || new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text)
  if (Number.isNaN(ms) || !isReal || ms < 0 || ms > Date.UTC(2200, 0))
    throw new AppError('invalid', `${field} must be a day such as 2026-11-26 or a time such as 2026-11-26T08:00:00Z.`, {
      field
    })
  return ms
}

/** A day is a text in the order of the calendar. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return Number.isNaN(at.getTime()) ? day : at.toISOString().slice(0, 10)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  })
  formats.set(timezone, format)
  return format
}

/** How far the clocks of a timezone are ahead of UTC at an instant. */
function offsetMs(atMs: number, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(atMs)
      .map(part => [part.type, Number(part.value)])
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000
}

/** The first instant of a day there: where the clocks skip midnight, what comes after it. */
export function startOfDay(day: string, timezone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const candidates = [offsetMs(utc - dayMs, timezone), offsetMs(utc + dayMs, timezone)].map(offset => utc - offset)
  const right = candidates.filter(at => dayAt(at, timezone) === day && dayAt(at - 1, timezone) !== day)
  return right.length > 0 ? Math.min(...right) : Math.max(...candidates)
}

/** When the clocks of a place show this hour of a day: the first time of two, and the hour that follows where they skip it. */
export function hourOfDay(day: string, hour: number, timezone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000
  const candidates = [offsetMs(utc - dayMs, timezone), offsetMs(utc + dayMs, timezone)].map(offset => utc - offset)
  const right = candidates.filter(at => at + offsetMs(at, timezone) === utc)
  return right.length > 0 ? Math.min(...right) : Math.max(...candidates)
}

/** `2026-11-26` where this instant is. */
export const dayAt = (atMs: number, timezone: string): string =>
  new Date(atMs + offsetMs(atMs, timezone)).toISOString().slice(0, 10)

/** The Monday of a day's week. */
export const startOfWeek = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** Enough points to see a shape, few enough to see each. */
export const unitFor = ({ fromMs, toMs }: Pick<Span, 'fromMs' | 'toMs'>): Unit =>
  toMs - fromMs <= 2 * dayMs ? 'hour' : toMs - fromMs <= 120 * dayMs ? 'day' : 'week'

const starts: Record<Exclude<Unit, 'hour'>, (day: string) => string> = {
  day: day => day,
  week: startOfWeek,
  month: day => `${day.slice(0, 7)}-01`
}
const nexts: Record<Exclude<Unit, 'hour'>, (day: string) => string> = {
  day: day => addDays(day, 1),
  week: day => addDays(day, 7),
  month: day =>
    addDays(`${day.slice(0, 7)}-28`, 4)
      .slice(0, 7)
      .concat('-01')
}

/**
 * The steps of a time axis that a span touches, in order: days, weeks (from Monday) and months by the day they begin with, hours by
 * the instant. `bucketSql` names the same ones.
 */
export function bucketsOf(span: Span, unit: Unit): string[] {
  const keys: string[] = []
  const add = (key: string) => {
    keys.push(key)
    if (keys.length > questionLimits.buckets)
      throw new AppError(
        'invalid',
        `That many ${unit}s do not fit into one answer. Ask for a longer unit or a shorter time.`,
        {
          field: 'unit'
        }
      )
  }
  if (unit === 'hour') {
    const first = startOfHour(span.fromMs, span.timezone)
    for (let at = first; at < span.toMs; at += 3_600_000) add(new Date(at).toISOString())
    return keys
  }
  const last = dayAt(span.toMs - 1, span.timezone)
  for (let day = starts[unit](dayAt(span.fromMs, span.timezone)); day <= last; day = nexts[unit](day)) add(day)
  return keys
}

/** By the clocks of the place: some are half an hour off. */
function startOfHour(atMs: number, timezone: string): number {
  const offset = offsetMs(atMs, timezone)
  return Math.floor((atMs + offset) / 3_600_000) * 3_600_000 - offset
}

const stepSqls: Record<Unit, (time: string, timezone: string) => string> = {
  hour: (time, timezone) => `toStartOfHour(${time}, ${timezone})`,
  day: (time, timezone) => `toDate(${time}, ${timezone})`,
  week: (time, timezone) => `toStartOfWeek(${time}, 1, ${timezone})`,
  month: (time, timezone) => `toStartOfMonth(${time}, ${timezone})`
}

/** What to group by: a date or a time is half the work that its text is. `timezone` is the placeholder of its name. */
export const stepSql = (unit: Unit, time: string, timezone: string): string => stepSqls[unit](time, timezone)

/** The key that `bucketsOf` has for a step. */
export const stepText = (unit: Unit, step = 'step'): string =>
  unit === 'hour' ? `formatDateTime(toTimezone(${step}, 'UTC'), '%Y-%m-%dT%H:%i:00.000Z')` : `toString(${step})`

/** The same keys as SQL. */
export const bucketSql = (unit: Unit, time: string, timezone: string): string =>
  stepText(unit, stepSql(unit, time, timezone))

export const rangeOf = (span: Span, nowMs: number): AnswerRange => ({
  from: new Date(span.fromMs).toISOString(),
  to: new Date(span.toMs).toISOString(),
  timezone: span.timezone,
  asOf: new Date(nowMs).toISOString()
})

/** What a span is compared with; by days of the calendar where it is whole days, so that clocks put forward do not matter. */
export function spanBefore(span: Span, against: Against = 'previous'): Span {
  const first = dayAt(span.fromMs, span.timezone)
  const last = dayAt(span.toMs, span.timezone)
  const isWhole = startOfDay(first, span.timezone) === span.fromMs && startOfDay(last, span.timezone) === span.toMs
  if (against === 'year') {
    if (!isWhole) return { ...span, fromMs: yearBefore(span.fromMs), toMs: yearBefore(span.toMs) }
    const day = (of: string) => dayAt(yearBefore(Date.parse(`${of}T00:00:00Z`)), 'UTC')
    return {
      ...span,
      fromMs: startOfDay(day(first), span.timezone),
      toMs: startOfDay(addDays(day(addDays(last, -1)), 1), span.timezone)
    }
  }
  if (!isWhole) return { ...span, fromMs: span.fromMs - (span.toMs - span.fromMs), toMs: span.fromMs }
  const days = Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / dayMs)
  return { ...span, fromMs: startOfDay(addDays(first, -days), span.timezone), toMs: span.fromMs }
}

/** The same time of the same day; of a 29 February the day before it. */
function yearBefore(atMs: number): number {
  const at = new Date(atMs)
  const month = at.getUTCMonth()
  at.setUTCFullYear(at.getUTCFullYear() - 1)
  return at.getUTCMonth() === month ? at.getTime() : at.getTime() - dayMs
}
