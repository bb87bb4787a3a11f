import type {
  FunnelAnswer,
  OverviewAnswer,
  RetentionAnswer,
  Timeline,
  TopAnswer,
  TrendAnswer,
  TrendSeries
} from '@foyer/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { outcomeOf } from '../funnel/testing/model.ts'
import { bucketsOf, spanOf } from '../language/moments.ts'
import { type Made, type Many, sendMany } from './many.ts'

// Nine months with both changes of the clocks in Europe and in America.
const fromMs = Date.parse('2026-02-01T00:00:00Z')
let many: Many
beforeAll(async () => {
  many = await sendMany({ visitors: 500, eventsEach: 200, fromMs, days: 280, seed: 20_261_126 })
}, 300_000)

const ask = async <Body>(path: string, body: Record<string, unknown>): Promise<Body> => {
  const answer = await call<Body>('POST', path, { who: many.workspace.key, body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const read = async <Body>(path: string, query: Record<string, string>): Promise<Body> => {
  const answer = await call<Body>('GET', `${path}?${new URLSearchParams(query)}`, { who: many.workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const timezones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Adelaide']
const whole = { from: '2026-02-10', to: '2026-11-05' }
const clocks = new Map(
  timezones.map(timeZone => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })])
)
const dayIn = (atMs: number, timezone: string) => clocks.get(timezone)?.format(atMs) ?? ''
/** By the clocks of the place, day by day: no instants are worked out here. */
const within = ({ from, to }: { from: string; to: string }, timezone: string) =>
  many.events.filter(event => {
    const day = dayIn(event.atMs, timezone)
    return day >= from && day <= to
  })
const distinct = <Value>(values: Iterable<Value>) => new Set(values).size
const people = (events: readonly Made[]) => distinct(events.map(event => many.personOf(event.visitor)))
const isPage = (event: Made) => event.name === ''

test('DA2 there are a hundred thousand events, and none of the copies', async () => {
  expect(many.events.length).toBeGreaterThan(95_000)
  const body = { from: '2026-01-01', to: '2026-12-31', series: [{ event: 'page' }, { event: 'track' }] }
  const { lines } = await ask<TrendAnswer>('/api/analytics/trend', body)
  expect(lines.map(line => line.total)).toEqual([
    many.events.filter(isPage).length,
    many.events.filter(event => !isPage(event)).length
  ])
}, 60_000)

describe.each(timezones)('DA2 by the clocks of %s', timezone => {
  test('the overview is what loops count, whole and day by day', async () => {
    const query = { ...whole, timezone, conversion: 'Order Completed', unit: 'day' }
    const answer = await read<OverviewAnswer>('/api/analytics/overview', query)
    const events = within(whole, timezone)
    const visits = [...Map.groupBy(events, event => event.visit).values()]
    const views = visits.map(own => own.filter(isPage).length).filter(count => count > 0)
    const lasted = visits.map(own => {
      const times = own.map(event => event.atMs)
      return (Math.max(...times) - Math.min(...times)) / 1_000
    })
    expect(answer.total).toMatchObject({
      visitors: people(events),
      visits: visits.length,
      views: events.filter(isPage).length,
      conversions: events.filter(event => event.name === 'Order Completed').length
    })
    expect(answer.total.bounceRate).toBeCloseTo(views.filter(count => count === 1).length / views.length, 6)
    expect(answer.total.visitSeconds).toBeCloseTo(lasted.reduce((sum, one) => sum + one, 0) / lasted.length, 3)
    const byDay = Map.groupBy(events, event => dayIn(event.atMs, timezone))
    expect(answer.points.map(({ visitors, views: seen }) => [visitors, seen])).toEqual(
      answer.buckets.map(day => [people(byDay.get(day) ?? []), (byDay.get(day) ?? []).filter(isPage).length])
    )
  }, 60_000)

  test('a trend counts, adds up and knows people, also in the hours in which the clocks are changed', async () => {
    const series: TrendSeries[] = [
      { event: 'Order Completed' },
      { event: 'Order Completed', aggregate: 'people' },
      { event: 'Order Completed', aggregate: 'sum', property: 'total' }
    ]
    for (const days of [whole, { from: '2026-03-07', to: '2026-04-06' }, { from: '2026-10-03', to: '2026-11-02' }])
      for (const unit of days === whole ? (['day', 'month'] as const) : (['hour'] as const)) {
        const answer = await ask<TrendAnswer>('/api/analytics/trend', { ...days, timezone, unit, series })
        const orders = within(days, timezone).filter(event => event.name === 'Order Completed')
        const sum = (events: readonly Made[]) => events.reduce((all, event) => all + event.total, 0)
        expect(answer.lines.map(line => Math.round((line.total ?? 0) * 2))).toEqual(
          [orders.length, people(orders), sum(orders)].map(value => Math.round(value * 2))
        )
        expect(answer.buckets).toEqual(bucketsOf(spanOf({ ...days, timezone }, 'UTC'), unit))
        const keyOf = (atMs: number) =>
          unit === 'hour'
            ? (answer.buckets.findLast(bucket => Date.parse(bucket) <= atMs) ?? '')
            : unit === 'month'
              ? `${dayIn(atMs, timezone).slice(0, 7)}-01`
              : dayIn(atMs, timezone)
        const byBucket = Map.groupBy(orders, event => keyOf(event.atMs))
        expect(answer.lines[1]?.points).toEqual(answer.buckets.map(bucket => people(byBucket.get(bucket) ?? [])))
        expect(answer.lines[0]?.points).toEqual(answer.buckets.map(bucket => byBucket.get(bucket)?.length ?? 0))
      }
  }, 120_000)

  test('a funnel of three steps loses and keeps the people whom every way through their events says', async () => {
    const days = { from: '2026-03-20', to: '2026-06-20' }
    const names = ['Added to Cart', 'Checkout Started', 'Order Completed']
    const answer = await ask<FunnelAnswer>('/api/analytics/funnel', {
      ...days,
      timezone,
      steps: names.map(event => ({ event })),
      window: '7d'
    })
    const span = spanOf({ ...days, timezone }, 'UTC')
    const rules = {
      ...{ steps: names.map(name => ({ anyOf: [name] })), exclude: [], order: 'ordered' as const },
      ...{ windowMs: 7 * 86_400_000, fromMs: span.fromMs, toMs: span.toMs }
    }
    const byPerson = Map.groupBy(
      many.events.filter(event => !isPage(event)),
      event => many.personOf(event.visitor)
    )
    const reached = [...byPerson.values()].map(own => outcomeOf(rules, own).reached)
    const meant = names.map((_name, step) => reached.filter(steps => steps[step]).length)
    expect(answer.steps.map(step => step.count)).toEqual(meant)
    // Otherwise nothing would have been shown.
    expect(new Set(meant).size).toBe(3)
  }, 120_000)

  test('who comes back in which week, of those who came first in each', async () => {
    // From before the first event, so that the first time within is the first time of all.
    const days = { from: '2026-01-26', to: '2026-11-22' }
    const page = { event: 'page' }
    const answer = await ask<RetentionAnswer>('/api/analytics/retention', {
      ...days,
      timezone,
      unit: 'week',
      start: page,
      return: { event: 'Order Completed' },
      periods: 12
    })
    const weekOf = (atMs: number) => {
      const day = Date.parse(`${dayIn(atMs, timezone)}T00:00:00Z`) / 86_400_000
      return Math.floor((day - 4) / 7)
    }
    const byPerson = Map.groupBy(within(days, timezone), event => many.personOf(event.visitor))
    const firsts = [...byPerson.values()].flatMap(own => {
      const views = own.filter(isPage).map(event => event.atMs)
      return views.length === 0 ? [] : [{ week: weekOf(Math.min(...views)), own }]
    })
    const cohorts = Map.groupBy(firsts, one => one.week)
    for (const { start, size, returned } of answer.cohorts) {
      const week = weekOf(Date.parse(`${start}T12:00:00Z`))
      const own = cohorts.get(week) ?? []
      expect([start, size]).toEqual([start, own.length])
      // The week of the start itself has rules of its own about what came before it; the weeks after have none.
      for (const [period, count] of returned.entries())
        if (period > 0)
          expect([start, period, count]).toEqual([
            start,
            period,
            own.filter(one =>
              one.own.some(event => event.name === 'Order Completed' && weekOf(event.atMs) === week + period)
            ).length
          ])
    }
    expect(answer.cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(firsts.length)
  }, 120_000)
})

test('DA2 the pages of the top list are those that loops count, with their people', async () => {
  const query = { ...whole, timezone: 'Europe/Berlin', dimension: 'page', limit: '50' }
  const { items, values } = await read<TopAnswer>('/api/analytics/top', query)
  const byPath = Map.groupBy(within(whole, 'Europe/Berlin').filter(isPage), event => event.path)
  expect(values).toBe(byPath.size)
  expect(items.map(({ value, count, visitors }) => [value, count, visitors]).toSorted()).toEqual(
    [...byPath].map(([path, own]) => [path, own.length, people(own)]).toSorted()
  )
}, 60_000)

test('DA2 the timeline of a person has every event of every browser of theirs, the newest first', async () => {
  // Alone, joined, joined and parted again.
  for (const visitor of [0, 6, 7, 15]) {
    const own = many.events.filter(event => many.personOf(event.visitor) === many.personOf(visitor))
    const found: { id: string; at: string }[] = []
    let cursor: string | undefined
    do {
      const page: Timeline = await read(`/api/people/${many.ids[visitor]}/timeline`, {
        limit: '500',
        ...(cursor && { cursor })
      })
      found.push(...(page.items as { id: string; at: string }[]))
      cursor = page.nextCursor
    } while (cursor)
    expect(found.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted())
    const times = found.map(({ at }) => Date.parse(at))
    expect(times).toEqual(times.toSorted((left, right) => right - left))
  }
}, 60_000)
