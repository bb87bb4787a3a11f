import type { Did } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { positionSql } from '../funnel/position-sql.ts'
import { newQuery } from '../language/query.ts'
import { eventsWhere, type Scope } from '../language/where.ts'
import { goldenScope, openGoldenStore } from '../testing/golden-store.ts'
import { segmentPeopleSql } from './people-sql.ts'

let store: Awaited<ReturnType<typeof openGoldenStore>>
beforeAll(async () => {
  store = await openGoldenStore()
})
afterAll(() => store.close())

const days = (count: number) => count * 86_400_000
/** Hugo put something into his cart twice, ten seconds apart. */
const first = Date.parse('2026-10-13T03:01:10Z')
const second = first + 10_000
const fromJapan = { property: 'country', value: 'JP' }

/** Whether Hugo is in a segment with this rule, and whether a report with this filter counts what he did: at a moment. */
async function isHugoIn(did: Did, nowMs: number): Promise<boolean> {
  const scope: Scope = { ...goldenScope, nowMs }
  const segment = newQuery()
  const people = segmentPeopleSql(segment, scope, { filters: [fromJapan, did] }, positionSql)
  const found = await store.events.query(people, segment.params)
  const filter = newQuery()
  const span = { fromMs: first - days(1), toMs: second + days(1) }
  const where = eventsWhere(filter, scope, span, { filters: [fromJapan, did] })
  const [row] = await store.events.query<{ count: number }>(
    `SELECT count() AS count FROM events WHERE ${where}`,
    filter.params
  )
  // A segment and a filter say the same of him.
  expect(found.length > 0).toBe(Number(row?.count) > 0)
  return found.length > 0
}

const cart = { event: 'Added to Cart' }
const times = (op: 'atLeast' | 'atMost' | 'exactly', count: number): Did => ({
  did: cart,
  times: { op, count },
  withinDays: 7
})

test('"in the last seven days" reaches back seven times 24 hours, to the millisecond', async () => {
  const once: Did = { did: cart, withinDays: 7 }
  expect(await isHugoIn(once, second + days(7))).toBe(true)
  expect(await isHugoIn(once, second + days(7) + 1)).toBe(false)
  expect(await isHugoIn({ ...once, not: true }, second + days(7))).toBe(false)
  expect(await isHugoIn({ ...once, not: true }, second + days(7) + 1)).toBe(true)
})

test('so many times in so many days: the first of two counts as long as it lies within them', async () => {
  const both = first + days(7)
  const [twice, one] = [both, both + 1]
  const none = second + days(7) + 1
  for (const [did, outcomes] of [
    [times('atLeast', 2), [true, false, false]],
    [times('atLeast', 1), [true, true, false]],
    [times('atMost', 1), [false, true, true]],
    [times('exactly', 2), [true, false, false]],
    [times('exactly', 1), [false, true, false]],
    [times('exactly', 0), [false, false, true]],
    [{ ...times('atLeast', 2), not: true }, [false, true, true]]
  ] as const)
    for (const [index, nowMs] of [twice, one, none].entries())
      expect(await isHugoIn(did, nowMs), `${JSON.stringify(did)} ${index}`).toBe(outcomes[index])
})
