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
    [null, 50, 100, 30, 20.5, null, null, 80]
  ])
})

test('how often, by whom and in how many visits, and what a number of theirs comes to', async () => {
  const cart = { event: 'Added to Cart' }
  const answer = await trend({
    series: [
      cart,
      { ...cart, aggregate: 'people' },
      { ...cart, aggregate: 'visits' },
      { ...cart, aggregate: 'perPerson' },
      { ...order, aggregate: 'perPerson' }
    ]
  })
  // Nine, of seven people: anna did it in two visits, hugo twice in one. Nine orders are of eight people.
  expect(totals(answer)).toEqual([9, 7, 8, 9 / 7, 9 / 8])
  // In the week from 12 October dan and hugo: once and twice.
  expect(answer.lines[3]?.points).toEqual([1, 1, 1.5, 1, 1, 0, 0, 0])

  const total = (aggregate: string, where: Record<string, unknown>[] = []) => ({
    ...order,
    aggregate,
    property: 'total',
    where
  })
  // 20.5, 20.5, 20.5, 30, 30, 30, 50, 80 and 100: a percentile lies between two of them as the median of an even number does.
  const free = [{ property: 'plan', value: 'free' }]
  const figures = await trend({
    series: [
      ...['min', 'p50', 'avg', 'p90', 'p95', 'p99', 'max'].map(aggregate => total(aggregate)),
      total('p50', free)
    ]
  })
  expect(totals(figures)).toEqual(
    [20.5, 30, 381.5 / 9, 80 + 0.2 * 20, 80 + 0.6 * 20, 80 + 0.92 * 20, 100, (20.5 + 30) / 2].map(value =>
      expect.closeTo(value, 9)
    )
  )
})

test('the time before is as long, and what had none then stands beside noughts', async () => {
  const fortnight = { from: '2026-10-12', to: '2026-10-25', compare: true }
  const [line] = (await trend({ series: [order], ...fortnight })).lines
  expect(line).toMatchObject({ points: [3, 2], total: 5, previous: { points: [0, 2], total: 2 } })
  const byPlan = await trend({ series: [order], breakdown: 'plan', ...fortnight })
  expect(byPlan.breakdown).toBe('plan')
  // Finn is the first of a team; pro and free had one each.
  expect(byPlan.lines.map(({ value, total, previous }) => [value, total, previous?.total])).toEqual([
    ['free', 3, 1],
    ['pro', 1, 1],
    ['team', 1, 0]
  ])
  const rest = await trend({ series: [order], breakdown: 'plan', limit: 1, from: '2026-09-28', to: '2026-11-22' })
  // What has no line of its own comes last, also where it is more.
  expect(rest.lines.map(({ value, isRest, total }) => [isRest ? 'rest' : value, total])).toEqual([
    ['free', 4],
    ['rest', 5]
  ])
  const named = await trend({ series: [{ ...page, name: '/cart' }, { ...order, label: 'Sold' }, order] })
  expect(named.lines.map(({ label }) => label)).toEqual(['/cart', 'Sold', 'Order Completed'])
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
    expect(thatDay.lines[0]?.points.filter(count => count !== 0)).toEqual([1, 1, 1, 1])
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

test('where nothing was measured there is no average, and a count is nought', async () => {
  const total = { ...order, property: 'total' }
  const { lines } = await trend({
    compare: true,
    series: [{ ...total, aggregate: 'avg' }, { ...total, aggregate: 'p50' }, { ...total, aggregate: 'sum' }, order]
  })
  expect(lines.map(line => line.points)).toEqual([
    [null, 35.25, expect.closeTo(150.5 / 3), 30, 20.5, null, null, 80],
    [null, 35.25, 30, 30, 20.5, null, null, 80],
    [0, 70.5, 150.5, 60, 20.5, 0, 0, 80],
    [0, 2, 3, 2, 1, 0, 0, 1]
  ])
  expect(lines.map(line => line.previous?.total)).toEqual([null, null, 0, 0])
})
