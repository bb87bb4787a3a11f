import type { RequestsFilter } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asking } from '../question.ts'
import { goldenScope, openGoldenStore } from '../testing/golden-store.ts'
import { summarizeRequests } from './summary.ts'

let store: Awaited<ReturnType<typeof openGoldenStore>>
beforeAll(async () => {
  store = await openGoldenStore()
  for (const workspace of [7, 8])
    for (const { at, count = 1, status, duration, ip = '::', endpoint = '/api/people' } of requests)
      await store.events.command(
        `INSERT INTO requests (workspace, time, id, count, method, endpoint, status, duration, source, ip)
         SELECT {workspace:UInt32}, fromUnixTimestamp64Milli({at:Int64}), {id:String}, {count:UInt32}, 'GET', {endpoint:String},
           {status:UInt16}, {duration:Float32}, 'api', toIPv6({ip:String})`,
        { workspace, at: Date.parse(at), id: `req_${at}`, count, endpoint, status, duration, ip }
      )
})
afterAll(() => store.close())

type Line = { at: string; count?: number; status: number; duration: number; ip?: string; endpoint?: string }
const minute = (nth: number) => `2026-11-22T10:0${nth}:00Z`
/** Ten requests, ten more that were summed up in one row, seven that could not be kept, and one from before what is kept. */
const requests: Line[] = [
  { at: minute(0), status: 200, duration: 10, ip: '9.255.255.255' },
  { at: minute(1), status: 299, duration: 20, ip: '10.0.0.0' },
  { at: minute(2), status: 300, duration: 30, ip: '10.0.0.3' },
  { at: minute(3), status: 399, duration: 40, ip: '10.0.0.4' },
  { at: minute(4), status: 400, duration: 50, ip: '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff' },
  { at: minute(5), status: 404, duration: 60, ip: '2001:db8::' },
  { at: minute(6), status: 499, duration: 70, ip: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff' },
  { at: minute(7), status: 500, duration: 80, ip: '2001:db9::' },
  { at: minute(8), status: 503, duration: 90, ip: '2001:db8::' },
  { at: minute(9), status: 599, duration: 100, ip: '81.2.69.142' },
  { at: '2026-11-22T11:00:00Z', count: 10, status: 202, duration: 5 },
  { at: '2026-11-22T12:00:00Z', count: 7, status: 0, duration: 0, endpoint: '' },
  { at: '2026-11-19T23:59:59.999Z', status: 200, duration: 1_000, ip: '81.2.69.142' },
  { at: '2026-11-20T00:00:00Z', status: 200, duration: 1, ip: '81.2.69.143' }
]

const nowMs = Date.parse('2026-11-23T00:00:00Z')
const day = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' }
const summary = (filter: RequestsFilter = {}, { from, to } = day) => {
  const asking: Asking = {
    scope: { ...goldenScope, nowMs },
    workspaceId: '',
    timezone: 'UTC',
    nowMs,
    span: { fromMs: Date.parse(from), toMs: Date.parse(to), timezone: 'UTC' },
    ask: (sql, query) => store.events.query(sql, query.params)
  }
  return summarizeRequests(asking, filter, [], 3)
}
const count = async (filter: RequestsFilter, span = day) => (await summary(filter, span)).total.requests

test('F9 half of the requests, 95 and 99 of a hundred were answered within so long: each request counts, one by one or summed up', async () => {
  const { total, statuses } = await summary()
  // Of twenty the tenth took 5 ms, the nineteenth 90, the last 100.
  expect(total).toEqual({
    requests: 20,
    clientErrors: 3,
    serverErrors: 3,
    p50: 5,
    p95: 90,
    p99: 100,
    addresses: 9,
    visitors: 0,
    summed: 10,
    notLogged: 7
  })
  expect(statuses[0]).toEqual({ value: '202', requests: 10, errors: 0, p95: 5 })
  expect(statuses.filter(({ errors }) => errors > 0).map(({ value }) => value)).toEqual([
    '400',
    '404',
    '499',
    '500',
    '503'
  ])
  // Ten are shown, the most frequent first; the eleventh is 599.
  expect(statuses).toHaveLength(10)
})

test('F9 a class of answers is its hundred, and an error is everything from 400 on', async () => {
  const counts = ['1xx', '2xx', '3xx', '4xx', '5xx', 'errors', '400', '500'].map(status => count({ status }))
  expect(await Promise.all(counts)).toEqual([0, 12, 2, 3, 3, 6, 1, 1])
})

test.each([
  ['10.0.0.0/30', 2],
  ['10.0.0.0/31', 1],
  ['10.0.0.3', 1],
  ['10.0.0.', 3],
  ['0.0.0.0/0', 5],
  ['2001:db8::/32', 3],
  ['2001:db8::', 2],
  ['2001:db8:', 3],
  ['::/0', 10]
])('F9 of the addresses %s, first and last among them, there are %i requests', async (ip, requested) => {
  expect(await count({ ip })).toBe(requested)
})

test('F9 nothing is told of requests that are older than the log keeps them', async () => {
  const since = { from: '2026-11-01T00:00:00Z', to: day.to }
  expect(await count({}, since)).toBe(21)
  expect(await count({ ip: '81.2.69.0/24' }, since)).toBe(2)
})

test.each([
  [1, 60],
  [5, 300],
  [15, 900],
  [24, 3_600],
  [7 * 24, 10_800],
  [30 * 24, 86_400]
])('F9 %i hours are drawn by steps of %i seconds, sixty of them at most but for months', async (hours, seconds) => {
  const from = new Date(nowMs - hours * 3_600_000).toISOString()
  const { stepSeconds, buckets } = await summary({}, { from, to: day.to })
  expect(stepSeconds).toBe(seconds)
  expect(buckets).toHaveLength((hours * 3_600) / seconds)
})
