import { expect, test } from 'vitest'
import { latestDue, nextDue } from './due.ts'

const at = (text: string) => Date.parse(text)
const daily = { every: 'day', weekday: 1, hour: 8 } as const
const weekly = { every: 'week', weekday: 1, hour: 8 } as const
const monthly = { every: 'month', weekday: 1, hour: 8 } as const

test('a daily digest tells of yesterday, from its hour on', () => {
  // 26 November 2026 is a Thursday; Berlin is an hour ahead of UTC.
  expect(latestDue(daily, at('2026-11-26T06:59:59Z'), 'Europe/Berlin').period).toBe('2026-11-25')
  expect(latestDue(daily, at('2026-11-26T07:00:00Z'), 'Europe/Berlin')).toEqual({
    atMs: at('2026-11-26T07:00:00Z'),
    period: '2026-11-26',
    from: '2026-11-25',
    to: '2026-11-25'
  })
  expect(nextDue(daily, at('2026-11-26T07:00:00Z'), 'Europe/Berlin').period).toBe('2026-11-27')
})

test('a weekly one of the seven days before, a monthly one of the month before', () => {
  expect(latestDue(weekly, at('2026-11-26T12:00:00Z'), 'UTC')).toMatchObject({
    period: '2026-11-23',
    from: '2026-11-16',
    to: '2026-11-22'
  })
  expect(latestDue(weekly, at('2026-11-23T07:00:00Z'), 'UTC').period).toBe('2026-11-16')
  // On a Thursday the Friday that was is a week back.
  expect(latestDue({ ...weekly, weekday: 5 }, at('2026-11-26T12:00:00Z'), 'UTC').period).toBe('2026-11-20')
  expect(latestDue(monthly, at('2026-03-01T08:00:00Z'), 'UTC')).toMatchObject({
    period: '2026-03-01',
    from: '2026-02-01',
    to: '2026-02-28'
  })
  expect(latestDue(monthly, at('2026-03-01T07:00:00Z'), 'UTC').from).toBe('2026-01-01')
  expect(nextDue({ ...weekly, weekday: 7 }, at('2026-11-26T12:00:00Z'), 'UTC').period).toBe('2026-11-29')
  expect(nextDue(monthly, at('2026-12-01T09:00:00Z'), 'UTC').period).toBe('2027-01-01')
})

test('eight is eight by the clocks of the place, whatever they did in the night; what they skip is sent right after', () => {
  const before = latestDue(daily, at('2026-03-28T12:00:00Z'), 'Europe/Berlin')
  const after = latestDue(daily, at('2026-03-29T12:00:00Z'), 'Europe/Berlin')
  expect(after.atMs - before.atMs).toBe(23 * 3_600_000)
  expect(latestDue({ ...daily, hour: 2 }, at('2026-03-29T12:00:00Z'), 'Europe/Berlin').atMs).toBe(
    at('2026-03-29T01:00:00Z')
  )
  expect(latestDue({ ...daily, hour: 0 }, at('2026-11-26T12:00:00Z'), 'Asia/Kolkata').atMs).toBe(
    at('2026-11-25T18:30:00Z')
  )
})

test('nothing is due twice and nothing is left out, asked at any hour of a year', () => {
  for (const schedule of [daily, weekly, monthly])
    for (const timezone of ['UTC', 'Asia/Kolkata']) {
      const seen: string[] = []
      for (let hour = 0; hour < 24 * 366; hour += 1) {
        const due = latestDue(schedule, at('2026-01-01T00:30:00Z') + hour * 3_600_000, timezone)
        if (seen.at(-1) !== due.period) seen.push(due.period)
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBe({ day: 367, week: 53, month: 14 }[schedule.every])
    }
})
