import type { FunnelStep } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { addStep, changeStep, moveStep, removeStep } from './funnel-edit.ts'
import {
  chosenDays,
  exclusionsOf,
  exclusionsText,
  type FunnelSearch,
  funnelQuestion,
  isWindow,
  readFunnelSearch,
  stepsOf,
  stepsText
} from './funnel-search.ts'
import { shortTook, windowWords } from './funnel-words.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
const plain: FunnelSearch = { steps: 'page:/pricing > Product Added > Order Completed' }
const full: FunnelStep[] = [
  { event: 'page', name: '/pricing', label: 'Looks at prices' },
  {
    event: 'started',
    anyOf: [{ event: 'Demo Booked', where: [{ property: 'plan', op: 'is', value: ['pro', 'team'] }] }]
  },
  { event: 'rated', where: [{ property: 'properties.score', op: 'gte', value: 4 }], optional: true },
  { event: 'Order Completed' }
]

test('F6 whoever opens the address of a funnel asks the same question', () => {
  const search: FunnelSearch = {
    steps: stepsText(full) ?? '',
    order: 'strict',
    window: '90m',
    exclude: exclusionsText([{ event: 'Signed Out' }, { event: 'page', name: '/help', after: 2 }]) ?? '',
    by: 'country',
    credit: '3',
    over: 'week',
    against: '2026-09-01..2026-09-30',
    value: 'PT',
    step: '2',
    who: 'lost',
    of: 'compared'
  }
  const text = new URLSearchParams(search).toString()
  const opened = readFunnelSearch(Object.fromEntries(new URLSearchParams(text)))
  expect(opened).toEqual(search)
  expect(funnelQuestion(opened, days)).toEqual({
    ...days,
    steps: full,
    order: 'strict',
    window: '90m',
    exclude: [{ event: 'Signed Out' }, { event: 'page', name: '/help', after: 2 }],
    breakdown: 'country',
    attribution: 3,
    unit: 'week',
    compare: { from: '2026-09-01', to: '2026-09-30' }
  })
})

test('an address that is typed, old or hostile asks for less instead of failing', () => {
  expect(
    readFunnelSearch({
      steps: 'a > b',
      order: 'sideways',
      window: '91d',
      exclude: '[{"event":"x","after":9}]',
      by: '',
      credit: '3',
      over: 'day',
      against: '2026-10-31..2026-10-01',
      value: 'PT',
      step: '0x1',
      who: '<script>',
      of: 'them',
      workspace: '7'
    })
  ).toEqual({ steps: 'a > b' })
  expect(readFunnelSearch({})).toEqual({})
  expect(['45s', '90m', '12h', '90d', '12w'].map(isWindow)).toEqual([true, true, true, true, true])
  expect(['0d', '91d', '13w', '1y', '', '1.5h', '-1d'].some(isWindow)).toBe(false)
})

test('what is usual is not said in the address, and still asked', () => {
  expect(funnelQuestion(readFunnelSearch({ ...plain, window: '14d' }), days)).toEqual({
    ...days,
    steps: [{ event: 'page', name: '/pricing' }, { event: 'Product Added' }, { event: 'Order Completed' }],
    window: '14d',
    order: 'ordered',
    unit: 'day'
  })
})

test('in any order there is no step after another, so what excludes holds for the whole', () => {
  const search: FunnelSearch = { ...plain, order: 'any', exclude: exclusionsText([{ event: 'x', after: 2 }]) ?? '' }
  expect(funnelQuestion(search, days).exclude).toEqual([{ event: 'x' }])
})

test('what moves on with the time is asked for by its name, and days that were chosen stay', () => {
  for (const against of ['previous', 'year'] as const)
    expect(funnelQuestion(readFunnelSearch({ ...plain, against }), days).compare).toBe(against)
  const chosen = { from: '2026-10-02', to: '2026-10-31' }
  expect(chosenDays('2026-10-02..2026-10-31')).toEqual(chosen)
  expect(funnelQuestion({ ...plain, against: '2026-10-02..2026-10-31' }, days).compare).toEqual(chosen)
  expect(funnelQuestion(readFunnelSearch({ ...plain, against: 'yesteryear' }), days)).not.toHaveProperty('compare')
})

test('a step that moves or goes takes along what names it by its place', () => {
  const search: FunnelSearch = {
    ...plain,
    credit: '3',
    exclude:
      exclusionsText([
        { event: 'x', after: 1 },
        { event: 'y', after: 2 }
      ]) ?? '',
    step: '2',
    who: 'lost'
  }
  const first = moveStep(search, 2, 0)
  expect(first.steps).toBe('Order Completed > page:/pricing > Product Added')
  expect(first).toMatchObject({ credit: '1', step: undefined, who: undefined })
  expect(exclusionsOf(first)).toEqual([{ event: 'x', after: 2 }, { event: 'y' }])
  const gone = removeStep(search, 0)
  expect(gone.steps).toBe('Product Added > Order Completed')
  expect(gone.credit).toBe('2')
  expect(exclusionsOf(gone)).toEqual([{ event: 'x' }, { event: 'y', after: 1 }])
  expect(moveStep(search, 0, -1)).toBe(search)
  expect(moveStep(search, 2, 3)).toBe(search)
  expect(addStep(plain, { event: 'rated' }).steps).toBe('page:/pricing > Product Added > Order Completed > rated')
  const optional = changeStep(plain, 1, { event: 'Product Added', optional: true })
  expect(moveStep(optional, 1, 2).steps).toBe('page:/pricing > Order Completed > Product Added')
  expect(removeStep(optional, 0).steps).toBe('Product Added > Order Completed')
  expect(stepsOf(changeStep(plain, 1, { event: 'Product Added', optional: true }))[1]).toEqual({
    event: 'Product Added',
    optional: true
  })
})

test('under a narrow bar a time is a number and a letter', () => {
  expect([0, 30, 60, 600, 3_600, 43_200, 86_400, 172_800, 604_800].map(shortTook)).toEqual([
    '0s',
    '30s',
    '1m',
    '10m',
    '1h',
    '12h',
    '24h',
    '2d',
    '7d'
  ])
})

test('a window is said as one says it', () => {
  expect(['1h', '1d', '14d', '30m', '90s', '2w'].map(windowWords)).toEqual([
    '1 hour',
    '1 day',
    '14 days',
    '30 minutes',
    '90 seconds',
    '2 weeks'
  ])
})
