import { expect, test } from 'vitest'
import { daysOf, moved, presets, rangeAddress, rangeLabel, rangeOf } from './ranges.ts'

const today = '2026-11-26'

test('each range means whole days, seen from today', () => {
  const days = (name: string) => Object.values(daysOf(rangeOf({ range: name }), today)).join(' ')
  expect(days('today')).toBe('2026-11-26 2026-11-26')
  expect(days('yesterday')).toBe('2026-11-25 2026-11-25')
  expect(days('7d')).toBe('2026-11-20 2026-11-26')
  expect(days('28d')).toBe('2026-10-30 2026-11-26')
  expect(days('thisWeek')).toBe('2026-11-23 2026-11-26')
  expect(days('lastWeek')).toBe('2026-11-16 2026-11-22')
  expect(days('thisMonth')).toBe('2026-11-01 2026-11-26')
  expect(days('lastMonth')).toBe('2026-10-01 2026-10-31')
  expect(days('thisYear')).toBe('2026-01-01 2026-11-26')
  expect(days('lastYear')).toBe('2025-01-01 2025-12-31')
  expect(days('12mo')).toBe('2025-11-27 2026-11-26')
})

test('a range comes back from its address, and an address that means nothing is the usual one', () => {
  for (const { range } of presets) expect(rangeOf(rangeAddress(range))).toEqual(range)
  const own = { from: '2026-02-27', to: '2026-03-02' }
  expect(rangeOf(rangeAddress(own))).toEqual(own)
  for (const bad of [
    { range: 'soon' },
    { range: '0d' },
    { range: '999d' },
    { from: '2026-03-02', to: '2026-02-27' },
    { from: '2026-02-30', to: '2026-03-02' },
    { from: '1900-01-01', to: '2026-03-02' },
    { from: '2026-01-01' }
  ])
    expect(rangeOf(bad)).toEqual({ last: 28 })
})

test('one step back is just as long, a month goes to the month before, a year to the year before, and nothing begins after today', () => {
  expect(moved({ last: 7 }, -1, today)).toEqual({ from: '2026-11-13', to: '2026-11-19' })
  expect(moved({ calendar: 'today' }, -1, today)).toEqual({ calendar: 'yesterday' })
  expect(moved({ calendar: 'yesterday' }, 1, today)).toEqual({ calendar: 'today' })
  expect(moved({ calendar: 'lastMonth' }, -1, today)).toEqual({ from: '2026-09-01', to: '2026-09-30' })
  expect(moved({ from: '2026-01-01', to: '2026-01-31' }, 1, today)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(moved({ calendar: 'thisWeek' }, -1, today)).toEqual({ calendar: 'lastWeek' })
  expect(moved({ calendar: 'lastMonth' }, 1, today)).toEqual({ calendar: 'thisMonth' })
  expect(moved({ calendar: 'lastYear' }, -1, today)).toEqual({ from: '2024-01-01', to: '2024-12-31' })
  expect(moved({ last: 7 }, 1, today)).toBeUndefined()
})

test('a range is called what people call it', () => {
  expect(rangeLabel({ last: 28 }, today)).toBe('Last 28 days')
  expect(rangeLabel({ last: 14 }, today)).toBe('Last 14 days')
  expect(rangeLabel({ from: '2026-10-30', to: '2026-11-26' }, today)).toBe('30 Oct – 26 Nov 2026')
  expect(rangeLabel({ from: '2026-11-03', to: '2026-11-03' }, today)).toBe('3 Nov 2026')
})
