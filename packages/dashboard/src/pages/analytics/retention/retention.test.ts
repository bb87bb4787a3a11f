import { expect, test } from 'vitest'
import { type RetentionSearch, readRetentionSearch, retentionQuestion } from './retention-search.ts'
import { cohortWords, laterWords } from './retention-words.ts'

const days = { from: '2026-09-01', to: '2026-11-30' }

test('whoever opens the address of a retention report asks the same question', () => {
  const search: RetentionSearch = {
    unit: 'month',
    start: 'page:/pricing',
    back: 'Order Completed',
    cohorts: 'recurring',
    counting: 'onOrAfter',
    periods: '6',
    by: 'country',
    cells: 'people',
    cohort: '2026-09-01',
    period: '0',
    who: 'lost'
  }
  const opened = readRetentionSearch(Object.fromEntries(new URLSearchParams(new URLSearchParams(search).toString())))
  expect(opened).toEqual(search)
  expect(retentionQuestion(opened, days)).toEqual({
    ...days,
    unit: 'month',
    start: { event: 'page', name: '/pricing' },
    return: { event: 'Order Completed' },
    cohorts: 'recurring',
    counting: 'onOrAfter',
    periods: 6,
    breakdown: 'country',
    limit: 7
  })
})

test('what means nothing in an address is left out, and the usual is asked', () => {
  expect(
    readRetentionSearch({
      unit: 'year',
      start: '{',
      cohorts: 'all',
      counting: 'on',
      periods: '0',
      by: ' ',
      cohort: 'yesterday',
      period: '99',
      who: 'x'
    })
  ).toEqual({})
  expect(retentionQuestion({}, days)).toEqual({ ...days, unit: 'week', cohorts: 'first', counting: 'on' })
})

test('a cohort is called by its day, its week from Monday to Sunday, or its month', () => {
  expect(cohortWords('2026-11-09', 'day')).toBe('9 Nov 2026')
  expect(cohortWords('2026-11-09', 'week')).toBe('9–15 Nov 2026')
  expect(cohortWords('2026-11-01', 'month')).toBe('November 2026')
  expect([0, 1, 2].map(period => laterWords(period, 'week'))).toEqual([
    'in the same week',
    '1 week later',
    '2 weeks later'
  ])
})
