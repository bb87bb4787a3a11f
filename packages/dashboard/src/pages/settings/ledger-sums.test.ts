import type { LedgerRow } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { byAgent, byHour, overTime, reasonText, sumOf, unexplained } from './ledger-sums.ts'

const row = (hour: string, more: Partial<LedgerRow>): LedgerRow => ({
  hour,
  received: 0,
  stored: 0,
  duplicate: 0,
  rejected: {},
  droppedInPage: {},
  ...more
})

test('the agents of one hour are one line, the newest hour first', () => {
  const hours = byHour([
    row('2031-05-06T10:00:00Z', { received: 5, stored: 4, rejected: { too_old: 1 } }),
    row('2031-05-06T11:00:00Z', { received: 2, stored: 2 }),
    row('2031-05-06T10:00:00Z', { received: 3, stored: 1, duplicate: 1, rejected: { too_old: 1 } })
  ])
  expect(hours.map(({ hour }) => hour)).toEqual(['2031-05-06T11:00:00Z', '2031-05-06T10:00:00Z'])
  expect(hours[1]).toMatchObject({ received: 8, stored: 5, duplicate: 1, rejected: { too_old: 2 } })
  expect(unexplained(sumOf(hours))).toBe(0)
})

test('each agent is summed up over the time, the busiest first', () => {
  const [first, second] = [`agt_${'a'.repeat(32)}`, `agt_${'b'.repeat(32)}`]
  const sums = byAgent([
    row('2031-05-06T10:00:00Z', { agentId: first, received: 2, stored: 2 }),
    row('2031-05-06T10:00:00Z', { agentId: second, received: 3, stored: 2, rejected: { too_old: 1 } }),
    row('2031-05-06T11:00:00Z', { agentId: second, received: 4, stored: 3, rejected: { too_old: 1 } })
  ])
  expect(sums).toMatchObject([
    { agentId: second, sum: { received: 7, stored: 5, rejected: { too_old: 2 } } },
    { agentId: first, sum: { received: 2, stored: 2, rejected: {} } }
  ])
})

test('received = stored + duplicates + every reason, and what is left over is said', () => {
  expect(
    unexplained(
      sumOf([
        row('h', { received: 10, stored: 7, duplicate: 1, rejected: { too_old: 1 }, droppedInPage: { queue_full: 9 } })
      ])
    )
  ).toBe(1)
})

test('every reason is a sentence, also one that is newer than this page', () => {
  expect(reasonText('too_old')).toBe('Older than the retention')
  expect(reasonText('made_of_cheese')).toBe('Made of cheese')
})

test('over time every hour and day has a point, also those in which nothing arrived, by the clocks of the place', () => {
  const rows = [
    row('2026-11-25T22:00:00.000Z', { received: 3, stored: 2, duplicate: 1 }),
    row('2026-11-25T23:00:00.000Z', { received: 4, stored: 4 })
  ]
  const over = { nowMs: Date.parse('2026-11-26T10:20:00Z'), timezone: 'Europe/Berlin' }
  const hours = overTime(rows, { ...over, unit: 'hour', days: 1 })
  expect(hours).toHaveLength(25)
  expect(hours.filter(({ sum }) => sum.received > 0).map(({ bucket, sum }) => [bucket, sum.received])).toEqual([
    ['2026-11-25T22:00:00.000Z', 3],
    ['2026-11-25T23:00:00.000Z', 4]
  ])
  expect(overTime(rows, { ...over, unit: 'day', days: 2 }).map(({ bucket, sum }) => [bucket, sum.stored])).toEqual([
    ['2026-11-24', 0],
    ['2026-11-25', 2],
    ['2026-11-26', 4]
  ])
})
