import type { TopAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const all = { from: '2026-09-28', to: '2026-11-22' }
async function top(dimension: string, query: Record<string, unknown> = {}): Promise<TopAnswer> {
  const search = new URLSearchParams({ ...all, dimension })
  for (const [key, value] of Object.entries(query))
    search.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  const answer = await call<TopAnswer>('GET', `/api/analytics/top?${search}`, { who: golden.workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const short = (answer: TopAnswer) => answer.items.map(row => [row.value, row.visitors, row.visits, row.count])

test('pages by views, with their own visits and visitors, and how many there are in all', async () => {
  const pages = await top('page', { limit: 3 })
  expect(short(pages)).toEqual([
    ['/blog', 2, 18, 18],
    ['/', 10, 15, 15],
    ['/shoes', 7, 11, 12]
  ])
  const night = await top('page', { search: 'night', limit: 2, offset: 1 })
  expect(short(night)).toEqual([
    ['/night/2', 3, 3, 3],
    ['/night/3', 3, 3, 3]
  ])
  expect(night.values).toBe(6)
  expect(night.total).toEqual(pages.total)
  expect(pages.total).toEqual({ visitors: 15, visits: 69, count: 111 })
})

test('pages of one country, of whom there is one visitor, are the pages of that visitor', async () => {
  const ofHugo = await top('page', { filters: [{ property: 'visitor', value: golden.ids.hugo }] })
  expect(ofHugo.items.length).toBeGreaterThan(1)
  const ofJapan = await top('page', { filters: [{ property: 'country', value: 'JP' }] })
  expect(short(ofJapan)).toEqual(short(ofHugo))
  expect(ofJapan.total).toEqual(ofHugo.total)
})

test('pages by visitors are ranked by people, counted once each', async () => {
  const pages = await top('page', { sort: 'visitors', limit: 2 })
  expect(short(pages)).toEqual([
    ['/', 10, 15, 15],
    ['/shoes', 7, 11, 12]
  ])
})

test('entries and exits are of whole visits, with their bounces', async () => {
  const night = { from: '2026-11-01', to: '2026-11-01', filters: [{ property: 'visitor', value: golden.ids.jon }] }
  expect(short(await top('entryPage', night))).toEqual([['/', 1, 1, 2]])
  expect(short(await top('exitPage', night))).toEqual([['/help', 1, 1, 2]])
  const entries = await top('entryPage', { search: '/cart' })
  expect(entries.items).toEqual([{ value: '/cart', visitors: 3, visits: 3, count: 3, bounceRate: 1 }])
})

test('where visits came from', async () => {
  const sources = await top('source', { limit: 500 })
  expect(Object.fromEntries(sources.items.map(row => [row.value, row.visits]))).toEqual({
    // kim's server opened no page, jon read a newsletter without one.
    '': 3,
    Direct: 46,
    Google: 11,
    newsletter: 5,
    Facebook: 2,
    Reddit: 2,
    Bing: 1,
    DuckDuckGo: 1,
    Instagram: 1
  })
  expect(sources.items[0]).toMatchObject({ value: 'Direct', visitors: 14 })
  expect(short(await top('campaign', { search: 'o' }))).toEqual([['boots', 1, 2, 5]])
  expect(short(await top('term', { search: 'red' }))).toEqual([['red boots', 1, 2, 5]])
  expect(short(await top('medium', { search: 'email' }))).toEqual([['email', 3, 5, 8]])
  expect(short(await top('referrer', { search: 'reddit' }))).toEqual([['https://www.reddit.com/r/shoes/', 2, 2, 5]])
})

test('places, browsers and languages of people', async () => {
  const countries = await top('country', { limit: 500 })
  expect(Object.fromEntries(countries.items.map(row => [row.value, row.visitors]))).toEqual({
    '': 1,
    AU: 2,
    CA: 1,
    CH: 2,
    DE: 2,
    FR: 1,
    GB: 2,
    JP: 1,
    US: 4
  })
  expect((await top('city', { search: 'york' })).items).toMatchObject([
    { value: 'New York', country: 'US', visitors: 3 }
  ])
  expect((await top('region', { search: 'saxony' })).items).toMatchObject([{ country: 'DE', visitors: 1, visits: 5 }])
  const browsers = await top('browser')
  expect(Object.fromEntries(browsers.items.map(row => [row.value, row.visitors]))).toEqual({
    '': 1,
    Chrome: 7,
    // clara counts for both of her browsers.
    Firefox: 5,
    Safari: 4
  })
  expect(browsers.total.visitors).toBe(16)
  expect((await top('language', { search: 'fr' })).items.map(row => row.value)).toEqual(['fr-CA', 'fr-FR'])
  expect((await top('host', { search: 'shop' })).items).toMatchObject([{ value: 'shop.example', visitors: 15 }])
  expect((await top('device', { search: 'mobile' })).items).toMatchObject([{ visitors: 4 }])
  expect((await top('os', { search: 'mac' })).items).toMatchObject([{ value: 'macOS', visitors: 5 }])
})

test('what happened, conversations among it, with the weeks before beside it', async () => {
  const events = await top('event', { limit: 4 })
  expect(short(events)).toEqual([
    ['Added to Cart', 7, 8, 9],
    ['Order Completed', 8, 9, 9],
    ['Checkout Started', 4, 5, 5],
    ['Invoice Paid', 1, 2, 3]
  ])
  const late = await top('event', { from: '2026-10-26', to: '2026-11-22', compare: true, limit: 2 })
  expect(late.items).toEqual([
    { value: 'Invoice Paid', visitors: 1, visits: 2, count: 3, previous: { visitors: 0, visits: 0, count: 0 } },
    { value: 'Order Completed', visitors: 2, visits: 2, count: 2, previous: { visitors: 7, visits: 7, count: 7 } }
  ])
  expect((await top('event', { search: 'started' })).items.map(row => [row.value, row.count])).toEqual([
    ['Checkout Started', 5],
    ['started', 3]
  ])
})

test('a filter keeps visits: the pages of those who ordered, the orders of those who saw a page', async () => {
  const ordered = await top('page', { filters: [{ property: 'event', value: 'Order Completed' }], limit: 2 })
  expect(short(ordered)).toEqual([
    ['/shoes/boots', 4, 4, 5],
    ['/', 3, 3, 3]
  ])
  const fromCart = await top('event', { filters: [{ property: 'path', value: '/cart' }] })
  expect(short(fromCart)).toEqual([
    ['Order Completed', 3, 3, 3],
    ['Checkout Started', 2, 2, 2]
  ])
})

test('an empty time has no rows, and a dimension that is none is refused by its name', async () => {
  const empty = await top('page', { from: '2025-01-01', to: '2025-01-31', compare: true })
  expect(empty).toMatchObject({ items: [], values: 0, total: { visitors: 0, visits: 0, count: 0 } })
  for (const dimension of ['endpoints', 'properties.total', "path' OR 1=1--"]) {
    const search = new URLSearchParams({ ...all, dimension })
    const answer = await call('GET', `/api/analytics/top?${search}`, { who: golden.workspace.key })
    expect([answer.status, (answer.body.error as { field?: string }).field]).toEqual([422, 'dimension'])
  }
})
