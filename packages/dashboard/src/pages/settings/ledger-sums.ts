import type { LedgerRow } from '@foyer/protocol'

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

export const totalOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, value) => sum + value, 0)

/** Received = stored + duplicates + every reason. What is left over is unexplained, and said. */
export const unexplained = ({ received, stored, duplicate, rejected }: LedgerHour) =>
  received - stored - duplicate - totalOf(rejected)

const reasonWords: Record<string, string> = {
  invalid_event: 'Not in the form of an event',
  unknown_type: 'Of an unknown type',
  properties_too_large: 'Properties over 32 KB',
  properties_too_deep: 'Properties nested too deep',
  too_old: 'Older than the retention',
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
