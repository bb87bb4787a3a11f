import { expect, test } from 'vitest'
import { clockTime, dayName, durationText, exactTime, relativeTime, runningTime, shortAge } from './relative.ts'

const now = Date.parse('2031-05-07T10:00:00.000Z')
const ago = (ms: number) => new Date(now - ms).toISOString()
const minute = 60_000
const hour = 60 * minute

test('time is told relative to now, coarser the longer ago', () => {
  expect(relativeTime(ago(3_000), now)).toBe('just now')
  expect(relativeTime(ago(50_000), now)).toBe('1 min ago')
  expect(relativeTime(ago(4 * minute), now)).toBe('4 min ago')
  expect(relativeTime(ago(3 * hour), now)).toBe('3 h ago')
  expect(relativeTime(ago(20 * hour), now)).toBe('yesterday')
  expect(relativeTime(ago(5 * 24 * hour), now)).toBe('5 days ago')
  expect(relativeTime('2031-03-04T10:00:00Z', now)).toBe('4 Mar')
  expect(relativeTime('2029-03-04T10:00:00Z', now)).toBe('4 Mar 2029')
})

test('a clock that runs ahead never says "in the future"', () => {
  expect(relativeTime(ago(-90_000), now)).toBe('just now')
  expect(relativeTime('not a time', now)).toBe('')
})

test('"yesterday" is the workspace’s yesterday, not the reader’s', () => {
  const early = Date.parse('2031-05-07T01:00:00Z')
  const lateEvening = '2031-05-06T12:30:00Z'
  expect(relativeTime(lateEvening, early, 'UTC')).toBe('yesterday')
  expect(relativeTime(lateEvening, early, 'America/New_York')).toBe('12 h ago')
})

test('the exact time says which timezone it is in', () => {
  expect(exactTime('2031-05-07T10:00:09Z', 'Europe/Berlin')).toMatch(/Wednesday.*7 May 2031.*12:00:09.*(CEST|GMT\+2)/)
  expect(exactTime('2031-05-07T10:00:09Z', 'Nowhere/Atall')).toMatch(/10:00:09.*UTC/)
  expect(clockTime('2031-05-07T00:05:00Z', 'UTC')).toBe('00:05')
})

test('days have the names people use', () => {
  expect(dayName(ago(0), now, 'UTC')).toBe('Today')
  expect(dayName(ago(24 * hour), now, 'UTC')).toBe('Yesterday')
  expect(dayName(ago(3 * 24 * hour), now, 'UTC')).toBe('Sunday')
  expect(dayName(ago(7 * 24 * hour), now, 'UTC')).toBe('30 Apr')
})

test('the night the clocks change is still one night', () => {
  const after = Date.parse('2031-03-30T10:00:00Z')
  expect(dayName('2031-03-29T23:30:00Z', after, 'Europe/Berlin')).toBe('Today')
  expect(dayName('2031-03-29T22:30:00Z', after, 'Europe/Berlin')).toBe('Yesterday')
})

test('durations and running clocks', () => {
  expect([8_000, 59_600, 360_000, hour, 65 * minute, 72 * hour].map(durationText)).toEqual([
    '8\u00a0s',
    '1\u00a0min',
    '6\u00a0min',
    '1\u00a0h',
    '1\u00a0h 5\u00a0min',
    '3 days'
  ])
  expect([42_900, 725_000, 3_753_000, -5].map(runningTime)).toEqual(['0:42', '12:05', '1:02:33', '0:00'])
  expect([ago(5_000), ago(5 * minute), ago(5 * hour), ago(50 * hour)].map(at => shortAge(at, now))).toEqual([
    'now',
    '5m',
    '5h',
    '2d'
  ])
})
