import { expect, test } from 'vitest'
import { periodsOf, toldOf } from './periods.ts'

const span = { fromMs: Date.parse('2026-11-02'), toMs: Date.parse('2026-12-07'), timezone: 'UTC' }
const nowMs = Date.parse('2026-11-26T12:00:00Z')

test('periods that have not begun are not asked about, and what lies ahead of the one that is now is not either', () => {
  const periods = periodsOf(span, { from: '', to: '', unit: 'week' }, nowMs)
  expect(periods.starts).toEqual(['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'])
  expect(new Date(periods.span.toMs).toISOString()).toBe('2026-11-30T00:00:00.000Z')
  expect([0, 1, 2, 3].map(cohort => toldOf(periods, cohort))).toEqual([4, 3, 2, 1])
})

test('no more later periods are told of than were asked for, or than there are', () => {
  expect(periodsOf(span, { from: '', to: '', unit: 'week', periods: 2 }, nowMs).later).toBe(2)
  expect(periodsOf(span, { from: '', to: '', unit: 'week', periods: 50 }, nowMs).later).toBe(3)
})

test('a week that begins today has begun', () => {
  const monday = Date.parse('2026-11-23T00:00:00Z')
  expect(periodsOf(span, { from: '', to: '', unit: 'week' }, monday).starts.at(-1)).toBe('2026-11-23')
  expect(periodsOf(span, { from: '', to: '', unit: 'week' }, monday - 1).starts.at(-1)).toBe('2026-11-16')
})
