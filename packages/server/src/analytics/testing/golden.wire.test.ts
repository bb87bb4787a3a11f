import type { TrendAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden, goldenEvents } from './golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const page = { event: 'page' }
const order = { event: 'Order Completed' }
async function trend(body: Record<string, unknown>): Promise<TrendAnswer> {
  const answer = await call<TrendAnswer>('POST', '/api/analytics/trend', {
    who: golden.workspace.key,
    body: { from: '2026-09-28', to: '2026-11-22', unit: 'week', ...body }
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const totals = (answer: TrendAnswer) => answer.lines.map(line => line.total)

test('the golden table is stored as it stands: each event once, joined people as one, parted ones as two', async () => {
  const series = [
    page,
    { event: 'track' },
    { event: 'started' },
    order,
    { ...order, aggregate: 'sum', property: 'total' },
    { ...order, aggregate: 'people' },
    { ...page, aggregate: 'people' }
  ]
  const of = (type: string) => goldenEvents.filter(event => event.type === type).length
  // Pages were opened by everybody but kim; clara is one of two browsers, dan two of two.
  expect(totals(await trend({ series, bots: 'with' }))).toEqual([of('page'), of('track'), 3, 9, 381.5, 8, 16])
  expect(totals(await trend({ series, bots: 'without' }))).toEqual([of('page') - 16, of('track'), 3, 9, 381.5, 8, 15])
  expect(totals(await trend({ series, bots: 'only' }))).toEqual([16, 0, 0, 0, 0, 0, 1])
})

test('orders by week, and the same by the person who came', async () => {
  const answer = await trend({
    series: [order, { ...page, aggregate: 'people' }, { ...order, aggregate: 'max', property: 'total' }]
  })
  expect(answer.buckets.map(bucket => bucket.slice(5)).join(' ')).toBe(
    '09-28 10-05 10-12 10-19 10-26 11-02 11-09 11-16'
  )
  expect(answer.lines.map(line => line.points)).toEqual([
    [0, 2, 3, 2, 1, 0, 0, 1],
    [6, 6, 7, 7, 5, 7, 7, 5],
    [0, 50, 100, 30, 20.5, 0, 0, 80]
  ])
})

test.each([
  ['finn', 'Australia/Sydney', '2026-10-03', '2026-10-05', [1, 4, 1]],
  ['ida', 'Europe/Berlin', '2026-10-24', '2026-10-26', [1, 4, 2]],
  ['emma', 'America/New_York', '2026-10-31', '2026-11-02', [1, 4, 1]]
] as const)(
  'the night in which the clocks of %s change in %s has its own pages',
  async (who, timezone, from, to, points) => {
    const filters = [{ property: 'visitor', value: golden.ids[who] }]
    const answer = await trend({ series: [page], filters, from, to, timezone, unit: 'day' })
    expect(answer.lines.map(line => line.points)).toEqual([points])
    const byHour = await trend({ series: [page], filters, from, to: from, timezone, unit: 'hour' })
    expect(byHour.buckets).toHaveLength(24)
    const changed = answer.buckets[1] ?? ''
    const thatDay = await trend({ series: [page], filters, from: changed, to: changed, timezone, unit: 'hour' })
    // Sydney's clocks are put forward, the others back.
    expect(thatDay.buckets).toHaveLength(who === 'finn' ? 23 : 25)
    expect(thatDay.lines[0]?.points.filter(count => count > 0)).toEqual([1, 1, 1, 1])
  }
)

test('what has a line of its own is compared by itself, also where it was one of many before', async () => {
  // Of the last four weeks lena's and anna's orders are the largest; in the four before, theirs were two of five countries.
  const late = { from: '2026-10-26', to: '2026-11-22', breakdown: 'country', limit: 1, compare: true }
  const { lines } = await trend({ ...late, series: [order] })
  expect(lines.map(({ value, isRest, total, previous }) => [isRest ? 'rest' : value, total, previous?.total])).toEqual([
    ['DE', 1, 2],
    ['rest', 1, 5]
  ])
  const france = await trend({ ...late, limit: 2, series: [order] })
  expect(france.lines.map(({ value, total, previous }) => [value, total, previous?.total])).toEqual([
    ['DE', 1, 2],
    ['FR', 1, 0]
  ])
  // Boots were filled into fewer carts than sandals in the last weeks, and into more before.
  const carts = await trend({
    from: '2026-10-19',
    to: '2026-11-15',
    unit: 'week',
    series: [{ event: 'Added to Cart' }],
    breakdown: 'properties.product',
    limit: 1,
    compare: true
  })
  expect(
    carts.lines.map(({ value, isRest, total, previous }) => [isRest ? 'rest' : value, total, previous?.total])
  ).toEqual([
    ['Sandals', 2, 2],
    ['rest', 1, 4]
  ])
})
