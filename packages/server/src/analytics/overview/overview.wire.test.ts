import type { OverviewAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

async function overview(query: Record<string, unknown>): Promise<OverviewAnswer> {
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value)
    ])
  )
  const answer = await call<OverviewAnswer>('GET', `/api/analytics/overview?${search}`, { who: golden.workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

test('a week of the shop, figure by figure, and the week before beside it', async () => {
  const week = await overview({
    from: '2026-10-05',
    to: '2026-10-11',
    unit: 'day',
    conversion: 'Order Completed',
    compare: true
  })
  // anna 1 visit, ben 1, clara 2 at once on two devices, emma 1, gina 1, olaf 1.
  expect(week.total).toEqual({
    visitors: 6,
    visits: 7,
    views: 2 + 2 + 2 + 4 + 1 + 1,
    viewsPerVisit: 12 / 7,
    // clara's two, gina, olaf.
    bounceRate: 4 / 7,
    // anna 400, ben 160, clara 60, emma 90; the rest looked at one page and left. What the team did in a conversation lengthens no visit.
    visitSeconds: (400 + 160 + 60 + 90) / 7,
    conversations: 1,
    conversions: 2
  })
  expect(week.buckets).toEqual([5, 6, 7, 8, 9, 10, 11].map(day => `2026-10-${String(day).padStart(2, '0')}`))
  expect(week.points.map(point => [point.visitors, point.visits, point.views, point.conversions])).toEqual([
    [2, 2, 3, 1],
    [1, 1, 2, 0],
    [1, 1, 4, 0],
    [1, 2, 2, 1],
    [1, 1, 1, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0]
  ])
  expect(week.previous?.range).toMatchObject({ from: '2026-09-28T00:00:00.000Z', to: '2026-10-05T00:00:00.000Z' })
  // anna, ben, clara, finn three times, gina, olaf.
  expect(week.previous?.total).toMatchObject({ visitors: 6, visits: 8, views: 17, conversations: 0, conversions: 0 })
  expect(week.previous?.points.map(point => point.views)).toEqual([4, 1, 0, 2, 4, 4, 2])
})

test('the same days of the year before stand beside a week, and a leap day is beside the day before it', async () => {
  const asked = { from: '2027-10-05', to: '2027-10-11', unit: 'day', conversion: 'Order Completed', compare: true }
  const week = await overview({ ...asked, against: 'year' })
  expect(week.total).toMatchObject({ visitors: 0, visits: 0, views: 0 })
  expect(week.previous?.range).toMatchObject({ from: '2026-10-05T00:00:00.000Z', to: '2026-10-12T00:00:00.000Z' })
  expect(week.previous?.total).toMatchObject({ visitors: 6, visits: 7, views: 12, conversations: 1, conversions: 2 })
  expect(week.previous?.points.map(point => point.views)).toEqual([3, 2, 4, 2, 1, 0, 0])

  const before = async (from: string, to: string, timezone: string) => {
    const { previous } = await overview({ from, to, timezone, unit: 'day', compare: true, against: 'year' })
    return [previous?.range.from, previous?.range.to]
  }
  // The clocks of Berlin are put back on that Sunday of 2027; in 2026 they were a week before.
  expect(await before('2028-02-01', '2028-02-29', 'UTC')).toEqual([
    '2027-02-01T00:00:00.000Z',
    '2027-03-01T00:00:00.000Z'
  ])
  expect(await before('2027-10-31', '2027-10-31', 'Europe/Berlin')).toEqual([
    '2026-10-30T23:00:00.000Z',
    '2026-10-31T23:00:00.000Z'
  ])
  expect(await before('2027-10-05T08:00:00Z', '2027-10-05T20:00:00Z', 'UTC')).toEqual([
    '2026-10-05T08:00:00.000Z',
    '2026-10-05T20:00:00.000Z'
  ])
})

test('clara is one person on two devices; dan, parted again, is two', async () => {
  const who = (...names: (keyof Golden['ids'])[]) => ({
    filters: [{ property: 'visitor', value: names.map(name => golden.ids[name]) }]
  })
  const all = { from: '2026-09-28', to: '2026-11-22' }
  expect((await overview({ ...all, ...who('clara-phone', 'clara-laptop') })).total).toMatchObject({
    visitors: 1,
    visits: 5
  })
  expect((await overview({ ...all, ...who('dan-home', 'dan-work') })).total).toMatchObject({ visitors: 2, visits: 4 })
})

test('bots are left out, counted too, or looked at alone', async () => {
  const day = { from: '2026-10-05', to: '2026-10-05' }
  const visits = async (query: object) => (await overview({ ...day, ...query })).total.visits
  expect([
    await visits({}),
    await visits({ bots: 'without' }),
    await visits({ bots: 'with' }),
    await visits({ bots: 'only' })
  ]).toEqual([2, 2, 3, 1])
})

test('a visit without a page is a visit, but none that was left at once', async () => {
  const jon = await overview({
    from: '2026-09-28',
    to: '2026-11-22',
    filters: [{ property: 'visitor', value: golden.ids.jon }]
  })
  // Three pages, one page, two pages, and a newsletter that was read somewhere else.
  expect(jon.total).toMatchObject({ visits: 4, views: 6, viewsPerVisit: 6 / 4, bounceRate: 1 / 3 })
})

test('a filter keeps whole visits, and counts the pages that meet it', async () => {
  const all = { from: '2026-09-28', to: '2026-11-22' }
  const help = await overview({ ...all, filters: [{ property: 'path', value: '/help' }] })
  // ben, clara twice, gina three times, jon twice: eight visits of four people, each with one view of /help.
  expect(help.total).toMatchObject({ visitors: 4, visits: 8, views: 8, conversations: 2 })
  // Alone in their visit: ben's, clara's on the phone, gina's two.
  expect(help.total.bounceRate).toBe(4 / 8)

  const ordered = await overview({
    ...all,
    filters: [{ property: 'event', value: 'Order Completed' }],
    conversion: 'Order Completed'
  })
  // Their pages are counted though none of them is an order.
  expect(ordered.total).toMatchObject({ visitors: 8, visits: 9, views: 14, conversions: 9, conversations: 1 })

  const both = [
    { property: 'path', value: '/cart' },
    { property: 'event', value: 'Order Completed' }
  ]
  // No single event is both; each of the two keeps visits of its own.
  expect((await overview({ ...all, filters: both })).total.visits).toBe(0)
  expect((await overview({ ...all, filters: [{ any: both }] })).total.visits).toBe(9)
})

test('a visit counts where it began, its views where they were seen', async () => {
  const jon = { filters: [{ property: 'visitor', value: golden.ids.jon }] }
  const night = await overview({ ...jon, from: '2026-10-31', to: '2026-11-01', unit: 'day' })
  expect(night.points.map(({ visitors, visits, views }) => [visitors, visits, views])).toEqual([
    [1, 1, 1],
    [1, 0, 2]
  ])
  expect(night.total).toMatchObject({ visitors: 1, visits: 1, views: 3, bounceRate: 0, visitSeconds: 1500 })
  // Of a visit that reaches into the time only the part inside is looked at.
  const after = await overview({ ...jon, from: '2026-11-01', to: '2026-11-01', unit: 'day' })
  expect(after.total).toMatchObject({ visitors: 1, visits: 1, views: 2, bounceRate: 0, visitSeconds: 600 })
})

test.each([
  ['finn', 'Australia/Sydney', '2026-10-03', '2026-10-05', [1, 4, 1], [1, 2, 0], 23],
  ['ida', 'Europe/Berlin', '2026-10-24', '2026-10-26', [1, 4, 2], [1, 3, 1], 25],
  ['emma', 'America/New_York', '2026-10-31', '2026-11-02', [1, 4, 1], [1, 3, 0], 25]
] as const)(
  '%s at midnight and while the clocks change in %s',
  async (who, timezone, from, to, views, visits, hours) => {
    const filters = [{ property: 'visitor', value: golden.ids[who] }]
    const days = await overview({ filters, timezone, from, to, unit: 'day', compare: true })
    expect(days.points.map(point => point.views)).toEqual(views)
    expect(days.points.map(point => point.visits)).toEqual(visits)
    const middle = days.buckets[1] ?? ''
    const alone = await overview({ filters, timezone, from: middle, to: middle, unit: 'hour', compare: true })
    expect(alone.points).toHaveLength(hours)
    expect(alone.total.views).toBe(4)
    // The same hour on the clock twice is two buckets; an hour that is skipped is none.
    expect(alone.points.filter(point => point.views > 0).map(point => point.views)).toEqual([1, 1, 1, 1])
    expect(alone.previous?.total.views).toBe(1)
    const hoursBefore = Date.parse(alone.range.from) - Date.parse(alone.previous?.range.from ?? '')
    expect(hoursBefore).toBe(24 * 3_600_000)
  }
)

test('a time without anything is all noughts, and a minute of history is one', async () => {
  const nothing = { visitors: 0, visits: 0, views: 0, viewsPerVisit: 0, bounceRate: 0, visitSeconds: 0 }
  const empty = await overview({ from: '2025-01-01', to: '2025-01-02', unit: 'day', compare: true })
  expect(empty.total).toEqual({ ...nothing, conversations: 0, conversions: 0 })
  expect(empty.points).toHaveLength(2)
  const minute = { from: '2026-10-21T15:00:00Z', to: '2026-10-21T15:01:00Z' }
  expect((await overview(minute)).total).toMatchObject({ visitors: 1, visits: 1, views: 1, bounceRate: 1 })
})

test('a day in a filter begins at midnight of the timezone that is asked in', async () => {
  const asked = (value: string) =>
    overview({
      from: '2026-10-01',
      to: '2026-11-20',
      timezone: 'America/New_York',
      filters: [{ property: 'time', op: 'after', value }]
    })
  const byDay = (await asked('2026-10-25')).total
  expect(byDay).toEqual((await asked('2026-10-25T04:00:00Z')).total)
  expect(byDay).not.toEqual((await asked('2026-10-25T00:00:00Z')).total)
})
