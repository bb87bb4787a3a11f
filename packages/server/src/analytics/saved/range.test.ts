import { expect, test } from 'vitest'
import { daysOf } from './range.ts'

// Half past midnight on Sunday, 1 March 2026 in Berlin; the day before in UTC.
const nowMs = Date.parse('2026-02-28T23:30:00Z')
const berlin = (range: Parameters<typeof daysOf>[0]) => daysOf(range, nowMs, 'Europe/Berlin')

test('a range that moves on is days of the calendar where the workspace is', () => {
  expect(berlin({ last: 7 })).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  expect(berlin({ last: 1 })).toEqual({ from: '2026-03-01', to: '2026-03-01' })
  expect(berlin({ calendar: 'yesterday' })).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  expect(berlin({ calendar: 'thisWeek' })).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  expect(berlin({ calendar: 'lastWeek' })).toEqual({ from: '2026-02-16', to: '2026-02-22' })
  expect(berlin({ calendar: 'thisMonth' })).toEqual({ from: '2026-03-01', to: '2026-03-01' })
  expect(berlin({ calendar: 'lastMonth' })).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(berlin({ calendar: 'thisYear' })).toEqual({ from: '2026-01-01', to: '2026-03-01' })
  expect(berlin({ calendar: 'lastYear' })).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  expect(daysOf({ calendar: 'lastMonth' }, nowMs, 'UTC')).toEqual({ from: '2026-01-01', to: '2026-01-31' })
})

test('days that stand are the days they are', () => {
  expect(berlin({ from: '2020-01-01', to: '2020-01-02' })).toEqual({ from: '2020-01-01', to: '2020-01-02' })
})
