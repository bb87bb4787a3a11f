import { expect, test } from 'vitest'
import { bucketsOf, hourOfDay, spanBefore, spanOf, startOfDay, unitFor } from './moments.ts'

const days = (from: string, to: string, timezone = 'Europe/Berlin') => spanOf({ from, to }, timezone)
const told = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
  [fromMs, toMs].map(at => new Date(at).toISOString().slice(0, 16))

test('the days before are whole days too where the clocks are put forward or back in between', () => {
  // Clocks go back on 25 October: its day has 25 hours, and the day before still begins at midnight.
  expect(told(spanBefore(days('2026-10-25', '2026-10-25')))).toEqual(['2026-10-23T22:00', '2026-10-24T22:00'])
  expect(told(spanBefore(days('2026-10-26', '2026-10-26')))).toEqual(['2026-10-24T22:00', '2026-10-25T23:00'])
  // And forward on 29 March: 23 hours.
  expect(told(spanBefore(days('2026-03-29', '2026-04-04')))).toEqual(['2026-03-21T23:00', '2026-03-28T23:00'])
})

test('a span that is no whole days is compared with as long a time just before', () => {
  const span = spanOf({ from: '2026-10-25T00:30:00Z', to: '2026-10-25T02:00:00Z' }, 'Europe/Berlin')
  expect(told(spanBefore(span))).toEqual(['2026-10-24T23:00', '2026-10-25T00:30'])
})

test('the year before are the same days of the calendar', () => {
  expect(told(spanBefore(days('2026-10-26', '2026-10-27'), 'year'))).toEqual(['2025-10-25T22:00', '2025-10-27T23:00'])
  expect(told(spanBefore(days('2028-02-29', '2028-02-29', 'UTC'), 'year'))).toEqual([
    '2027-02-28T00:00',
    '2027-03-01T00:00'
  ])
})

test('up to two days are drawn by the hour, up to 120 by the day, and more by the week', () => {
  const units = [
    days('2026-06-01', '2026-06-02', 'UTC'),
    days('2026-06-01', '2026-06-03', 'UTC'),
    days('2026-01-01', '2026-04-30', 'UTC'),
    days('2026-01-01', '2026-05-01', 'UTC')
  ].map(unitFor)
  expect(units).toEqual(['hour', 'day', 'day', 'week'])
})

test('a day without a midnight begins with the hour after it', () => {
  // Beirut puts its clocks forward at midnight.
  expect(new Date(startOfDay('2026-03-29', 'Asia/Beirut')).toISOString()).toBe('2026-03-28T22:00:00.000Z')
  expect(new Date(hourOfDay('2026-03-29', 2, 'Europe/Berlin')).toISOString()).toBe('2026-03-29T01:00:00.000Z')
  // An hour that comes twice is meant the first time.
  expect(new Date(hourOfDay('2026-10-25', 2, 'Europe/Berlin')).toISOString()).toBe('2026-10-25T00:00:00.000Z')
})

test('hours are those of the clocks of the place, also where these are half an hour off', () => {
  const span = spanOf({ from: '2026-06-01T00:00:00Z', to: '2026-06-01T01:00:00Z' }, 'Asia/Kolkata')
  expect(bucketsOf(span, 'hour')).toEqual(['2026-05-31T23:30:00.000Z', '2026-06-01T00:30:00.000Z'])
  expect(bucketsOf(days('2026-10-25', '2026-10-25'), 'hour')).toHaveLength(25)
  expect(bucketsOf(days('2026-12-30', '2027-01-05'), 'month')).toEqual(['2026-12-01', '2027-01-01'])
})
