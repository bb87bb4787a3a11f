import type { LedgerRow } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { byHour, reasonText, sumOf, unexplained } from './ledger-sums.ts'

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
