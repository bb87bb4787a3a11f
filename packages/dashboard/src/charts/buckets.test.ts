import { expect, test } from 'vitest'
import { axisMarks, begun, bucketMark, bucketOf, bucketWords } from './buckets.ts'

const range = { from: '', to: '2026-11-27T23:00:00.000Z', timezone: 'Europe/Berlin', asOf: '2026-11-26T10:20:00.000Z' }

test('what lies ahead is not drawn as nothing, and what goes on is marked', () => {
  expect(begun(['2026-11-25', '2026-11-26', '2026-11-27'], 'day', range)).toEqual({ count: 2, isRunning: true })
  expect(begun(['2026-11-24', '2026-11-25'], 'day', { ...range, to: '2026-11-25T23:00:00.000Z' })).toEqual({
    count: 2,
    isRunning: false
  })
  expect(
    begun(['2026-11-26T09:00:00.000Z', '2026-11-26T10:00:00.000Z', '2026-11-26T11:00:00.000Z'], 'hour', range)
  ).toEqual({ count: 2, isRunning: true })
  expect(begun(['2026-11-01'], 'month', range)).toEqual({ count: 1, isRunning: true })
  expect(begun(['2026-11-16', '2026-11-23'], 'week', range)).toEqual({ count: 2, isRunning: true })
  // On a Monday morning the week before is over, in whatever range it is looked at.
  const monday = { ...range, asOf: '2026-11-23T08:00:00.000Z', to: '2026-11-29T23:00:00.000Z' }
  expect(begun(['2026-11-16'], 'week', monday)).toEqual({ count: 1, isRunning: false })
})

test('a bucket is named by the clocks of the place', () => {
  expect(bucketMark('2026-11-26T09:00:00.000Z', 'hour', 'Europe/Berlin')).toBe('10:00')
  expect(bucketWords('2026-11-26T23:00:00.000Z', 'hour', 'Europe/Berlin')).toBe('Friday, 27 November 2026, 00:00–01:00')
  expect(bucketWords('2026-11-09', 'week', 'UTC')).toBe('Week of 9–15 Nov 2026')
  expect(bucketWords('2026-11-01', 'month', 'UTC')).toBe('November 2026')
})

test('a note stands at the hour, day, week or month it belongs to, by the clocks of the chart', () => {
  const berlin = 'Europe/Berlin'
  const at = (moment: string, buckets: string[], unit: 'hour' | 'day' | 'week' | 'month') =>
    bucketOf(moment, buckets, unit, berlin)
  expect(at('2026-11-26', ['2026-11-25', '2026-11-26'], 'day')).toBe(1)
  // Half past midnight of the 26th in Berlin.
  expect(at('2026-11-25T23:30:00.000Z', ['2026-11-25', '2026-11-26'], 'day')).toBe(1)
  expect(at('2026-11-29', ['2026-11-16', '2026-11-23'], 'week')).toBe(1)
  expect(at('2026-11-30', ['2026-11-16', '2026-11-23'], 'week')).toBe(-1)
  expect(at('2026-11-15', ['2026-11-16', '2026-11-23'], 'week')).toBe(-1)
  expect(at('2026-11-30', ['2026-10-01', '2026-11-01'], 'month')).toBe(1)
  expect(at('2026-12-01', ['2026-10-01', '2026-11-01'], 'month')).toBe(-1)
  const hours = ['2026-11-25T22:00:00.000Z', '2026-11-25T23:00:00.000Z', '2026-11-26T00:00:00.000Z']
  expect(at('2026-11-26', hours, 'hour')).toBe(1)
  expect(at('2026-11-25T23:59:59.999Z', hours, 'hour')).toBe(1)
  expect(at('2026-11-26T01:00:00.000Z', hours, 'hour')).toBe(-1)
})

test('hours of several days are marked by their days, each where it begins there, and those of one or two by the clock', () => {
  const hours = (from: string, count: number) =>
    Array.from({ length: count }, (_, index) => new Date(Date.parse(from) + index * 3_600_000).toISOString())
  // The clocks are put back on 25 October: that day has 25 hours.
  const week = hours('2026-10-23T18:00:00Z', 5 * 24)
  expect(axisMarks(week, 'hour', 'Europe/Berlin', 800)).toEqual([
    { index: 4, text: '24 Oct' },
    { index: 28, text: '25 Oct' },
    { index: 53, text: '26 Oct' },
    { index: 77, text: '27 Oct' },
    { index: 101, text: '28 Oct' }
  ])
  expect(axisMarks(week, 'hour', 'Europe/Berlin', 130).map(mark => mark.text)).toEqual(['24 Oct', '27 Oct'])
  expect(axisMarks(hours('2026-11-26T00:00:00Z', 24), 'hour', 'UTC', 400).map(mark => mark.text)).toEqual([
    '00:00',
    '04:00',
    '08:00',
    '12:00',
    '16:00',
    '20:00'
  ])
})
