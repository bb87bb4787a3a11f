import type { LedgerRow } from '@foyer/protocol'
import { addDays, dayIn } from '../../time/days.ts'

export type LedgerHour = {
  hour: string
  received: number
  stored: number
  duplicate: number
  rejected: Record<string, number>
  droppedInPage: Record<string, number>
}

/** The rows of several agents in one hour are one line; the newest hour first. */
export function byHour(rows: readonly LedgerRow[]): LedgerHour[] {
  const hours = new Map<string, LedgerHour>()
  for (const row of rows) {
    const known = hours.get(row.hour)
    hours.set(row.hour, known ? added(known, row) : { ...added(nothing(row.hour), row) })
  }
  return [...hours.values()].sort((left, right) => (left.hour < right.hour ? 1 : -1))
}

/** Each agent over the whole time, the one that received most first. */
export function byAgent(rows: readonly LedgerRow[]): { agentId: string; sum: LedgerHour }[] {
  const agents = Map.groupBy(rows, ({ agentId = '' }) => agentId)
  return [...agents]
    .map(([agentId, own]) => ({ agentId, sum: own.reduce(added, nothing('')) }))
    .sort((left, right) => right.sum.received - left.sum.received)
}

export const sumOf = (hours: readonly LedgerHour[]): LedgerHour => hours.reduce(added, nothing(''))

const nothing = (hour: string): LedgerHour => ({
  hour,
  received: 0,
  stored: 0,
  duplicate: 0,
  rejected: {},
  droppedInPage: {}
})

const added = (sum: LedgerHour, row: Omit<LedgerHour, 'hour'>): LedgerHour => ({
  hour: sum.hour,
  received: sum.received + row.received,
  stored: sum.stored + row.stored,
  duplicate: sum.duplicate + row.duplicate,
  rejected: addedByKey(sum.rejected, row.rejected),
  droppedInPage: addedByKey(sum.droppedInPage, row.droppedInPage)
})

function addedByKey(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  const sum = { ...left }
  for (const [key, value] of Object.entries(right)) sum[key] = (sum[key] ?? 0) + value
  return sum
}

type Over = { unit: 'hour' | 'day'; days: number; nowMs: number; timezone: string }
const hourMs = 3_600_000

/** Every hour, or day, of the time, also those in which nothing arrived. */
export function overTime(
  hours: readonly LedgerHour[],
  { unit, days, nowMs, timezone }: Over
): { bucket: string; sum: LedgerHour }[] {
  const bucketOf = (atMs: number) =>
    unit === 'hour' ? new Date(Math.floor(atMs / hourMs) * hourMs).toISOString() : dayIn(atMs, timezone)
  const sums = new Map<string, LedgerHour>()
  for (const hour of hours) {
    const bucket = bucketOf(Date.parse(hour.hour))
    sums.set(bucket, added(sums.get(bucket) ?? nothing(bucket), hour))
  }
  const today = dayIn(nowMs, timezone)
  const buckets =
    unit === 'hour'
      ? Array.from({ length: days * 24 + 1 }, (_, back) => bucketOf(nowMs - (days * 24 - back) * hourMs))
      : Array.from({ length: days + 1 }, (_, back) => addDays(today, back - days))
  return buckets.map(bucket => ({ bucket, sum: sums.get(bucket) ?? nothing(bucket) }))
}

export const totalOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, value) => sum + value, 0)

/** Received = stored + duplicates + every reason. What is left over is unexplained, and said. */
export const unexplained = ({ received, stored, duplicate, rejected }: LedgerHour) =>
  received - stored - duplicate - totalOf(rejected)

const reasonWords: Record<string, string> = {
  invalid_event: 'Not in the form of an event',
  unknown_type: 'Of an unknown type',
  properties_too_large: 'Properties over 32 KB',
  nobody: 'Named nobody',
  properties_too_deep: 'Properties nested too deep',
  too_old: 'Older than the retention',
  erased: 'From before their visitor was erased',
  in_the_future: 'More than a day in the future',
  unstorable: 'Refused by the store',
  queue_full: 'Dropped in the page: its queue was full',
  runaway: 'Dropped in the page: it sent too much',
  rate: 'Dropped in the page: it sent too much'
}

export const reasonText = (code: string) => {
  const plain = code.replace(/_/g, ' ')
  return reasonWords[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
