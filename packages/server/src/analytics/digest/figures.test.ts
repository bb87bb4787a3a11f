import { expect, test } from 'vitest'
import { changeText, digestFigures } from './figures.ts'

test('a change is told as on the pages: in percent, a share in points, and nothing where nothing was before', () => {
  expect(changeText({ label: '', value: 3, previous: 2, kind: 'count' })).toBe('+50%, 2 before')
  expect(changeText({ label: '', value: 0.197, previous: 0.276, kind: 'share' })).toBe('-7.9 points, 27.6% before')
  expect(changeText({ label: '', value: 3, previous: 0, kind: 'count' })).toBe('0 before')
  expect(changeText({ label: '', value: null, previous: 2, kind: 'count' })).toBe('')
  expect(changeText({ label: '', value: 3, kind: 'count' })).toBe('')
})

test('countries are called by their names', () => {
  const items = ['PT', '', 'zz'].map(value => ({ value, visitors: 1, count: 1 }))
  expect(digestFigures('top', { dimension: 'country', items }).map(({ label }) => label)).toEqual([
    'Portugal',
    'not known',
    'zz'
  ])
  expect(digestFigures('top', { dimension: 'page', items }).map(({ label }) => label)).toEqual([
    'PT',
    'not known',
    'zz'
  ])
})

test('a trend by country or language names them, and the rest is the rest', () => {
  const line = { series: 0, label: 'Orders', points: [1], total: 1 }
  const lines = [
    { ...line, value: 'PT' },
    { ...line, value: '' },
    { ...line, isRest: true }
  ]
  const labels = (breakdown?: string) => digestFigures('trend', { breakdown, lines }).map(({ label }) => label)
  expect(labels('country')).toEqual(['Orders, Portugal', 'Orders, not known', 'Orders, other'])
  expect(labels('language')[0]).toBe('Orders, Portuguese')
  expect(labels('plan')[0]).toBe('Orders, PT')
  expect(labels()).toEqual(['Orders', 'Orders', 'Orders'])
})
