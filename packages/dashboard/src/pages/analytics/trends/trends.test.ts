import type { TrendAnswer, TrendSeries } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { movingAverage } from '../../../charts/moving-average.ts'
import { seriesWords } from './series-words.ts'
import { drawingOf, kindOf } from './trend-lines.ts'
import { firstSeries, readTrendsAddress, seriesOf, seriesText } from './trends-address.ts'

test('a moving average is of each point and those before it, and of nothing less', () => {
  expect(movingAverage([1, 2, 3, 4, 5], 3)).toEqual([undefined, undefined, 2, 3, 4])
  expect(movingAverage([1, 2], 3)).toEqual([undefined, undefined])
})

test('what is counted comes back from the address, and an address that means nothing asks who came', () => {
  const series: TrendSeries[] = [
    { event: 'Order Completed', aggregate: 'sum', property: 'total', where: [{ property: 'plan', value: 'pro' }] },
    { event: 'page', name: '/pricing' }
  ]
  expect(seriesOf(seriesText(series))).toEqual(series)
  expect(seriesText(firstSeries)).toBeUndefined()
  for (const bad of ['', '[]', '{', '[5]', '[{"event":""}]', '{"event":"page"}'])
    expect(seriesOf(bad)).toEqual(firstSeries)
  expect(seriesOf('[{"event":"a","aggregate":"drop table","property":7,"x":1}]')).toEqual([{ event: 'a' }])
  expect(readTrendsAddress({ average: '99', unit: 'year', by: '' })).toEqual({})
  expect(readTrendsAddress({ average: '7', unit: 'week', by: 'country' })).toEqual({
    average: '7',
    unit: 'week',
    by: 'country'
  })
})

test('a series is called by what it counts', () => {
  expect(seriesWords({ event: 'Order Completed', aggregate: 'sum', property: 'properties.total' })).toBe(
    'Order Completed, sum of total'
  )
  expect(seriesWords({ event: 'page' })).toBe('Any page, how often')
})

const answer: TrendAnswer = {
  range: { from: '', to: '2026-11-29T00:00:00.000Z', timezone: 'UTC', asOf: '2026-11-28T10:00:00.000Z' },
  unit: 'day',
  buckets: ['2026-11-26', '2026-11-27', '2026-11-28'],
  lines: [{ series: 0, label: 'page', points: [4, 6, 1], total: 9 }]
}

test('where nothing was measured there is a gap and a dash, and the average leaves it out', () => {
  const measured: TrendAnswer = {
    ...answer,
    lines: [
      { series: 0, label: 'Order', points: [40, null, 20], total: 30, previous: { points: [null, 10, 10], total: 10 } }
    ]
  }
  const series = [{ event: 'Order', aggregate: 'avg' as const, property: 'total' }]
  const drawn = drawingOf(measured, series, () => ({ name: 'Order', short: 'Order' }), undefined)
  expect(drawn.lines[0]).toMatchObject({ points: [40, undefined, 20], previous: [undefined, 10, 10] })
  expect(drawn.table.rows.map(row => row.cells.slice(1))).toEqual([
    ['40', '—'],
    ['—', '10'],
    ['20', '10']
  ])
  const averaged = drawingOf(measured, series, () => ({ name: 'Order', short: 'Order' }), 2)
  expect(averaged.lines[1]?.points).toEqual([undefined, 40])
})

test('the day that goes on counts in the table and not in the average', () => {
  const { lines, table, isRunning } = drawingOf(
    answer,
    [{ event: 'page' }],
    () => ({ name: 'Pages', short: 'Pages' }),
    2
  )
  expect(isRunning).toBe(true)
  expect(lines.map(line => line.points)).toEqual([
    [4, 6, 1],
    [undefined, 5]
  ])
  expect(table.rows.map(row => row.cells[1])).toEqual(['4', '6', '1'])
})

test('the time before is drawn beside three lines at most, and stands in the table of any number', () => {
  const before = { points: [1, 2, 3], total: 6 }
  const drawn = (count: number) =>
    drawingOf(
      {
        ...answer,
        lines: answer.lines.flatMap(line => Array.from({ length: count }, () => ({ ...line, previous: before })))
      },
      [{ event: 'page' }],
      () => ({ name: 'Pages', short: 'Pages' }),
      undefined
    )
  expect(drawn(3).lines.map(line => line.previous)).toEqual([before.points, before.points, before.points])
  expect(drawn(4).lines.every(line => line.previous === undefined)).toBe(true)
  expect(drawn(4).table.columns).toHaveLength(1 + 4 * 2)
})

test('an axis counts whole things only where every series counts some', () => {
  expect(kindOf([{ event: 'page' }, { event: 'page', aggregate: 'people' }, { event: 'a', aggregate: 'visits' }])).toBe(
    'count'
  )
  expect(kindOf([{ event: 'page' }, { event: 'a', aggregate: 'perPerson' }])).toBe('number')
  expect(kindOf([{ event: 'a', aggregate: 'p90', property: 'total' }])).toBe('number')
})
