import type { RetentionAnswer } from '@foyer/protocol'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden, type GoldenEvent, goldenEvents } from '../testing/golden.ts'
import { visitors } from '../testing/golden-table.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

type Choice = { asked: Record<string, unknown> | undefined; means: (event: GoldenEvent) => boolean }
const choices: Choice[] = [
  { asked: undefined, means: event => event.type !== 'conversation' },
  { asked: { event: 'page' }, means: event => event.type === 'page' },
  { asked: { event: 'page', name: '/shoes' }, means: event => event.path === '/shoes' },
  { asked: { event: 'Order Completed' }, means: event => event.name === 'Order Completed' },
  {
    asked: { event: 'Added to Cart', where: [{ property: 'price', op: 'gt', value: 25 }] },
    means: event => event.name === 'Added to Cart' && Number(event.properties.price) > 25
  },
  { asked: { event: 'started' }, means: event => event.type === 'conversation' && event.name === 'started' },
  {
    asked: { event: 'track', where: [{ property: 'source', value: ['Google', 'newsletter'] }] },
    means: event => event.type === 'track' && ['Google', 'newsletter'].includes(sourceOf(event))
  }
]
const sourceOf = (event: GoldenEvent) =>
  goldenEvents.find(other => other.visit === event.visit && other.type === 'page')?.source ?? ''
const text = (value: unknown) =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
const breakdowns: Record<string, (event: GoldenEvent) => string> = {
  country: event => visitors[event.who].country,
  path: event => event.path,
  'properties.plan': event => text(event.properties.plan),
  source: sourceOf
}

const questions = fc.record({
  unit: fc.constantFrom('day', 'week', 'month'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney'),
  // Up to four words of days, and never past the day on which the table was written.
  days: fc
    .integer({ min: -150, max: 57 })
    .chain(from => fc.tuple(fc.constant(from), fc.integer({ min: 0, max: 57 - from }))),
  start: fc.constantFrom(...choices),
  back: fc.constantFrom(...choices),
  cohorts: fc.constantFrom(undefined, 'first', 'recurring'),
  counting: fc.constantFrom(undefined, 'on', 'onOrAfter'),
  periods: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  bots: fc.constantFrom(undefined, 'without', 'with', 'only'),
  breakdown: fc.constantFrom(undefined, undefined, ...Object.keys(breakdowns)),
  limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })
})
type Question = typeof questions extends fc.Arbitrary<infer Made> ? Made : never

const day = (days: number, from = '2026-09-28') =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
const clocks = new Map<string, Intl.DateTimeFormat>()
function dayOf(atMs: number, timezone: string): string {
  const clock = clocks.get(timezone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' })
  clocks.set(timezone, clock)
  return clock.format(atMs)
}
const periodOf = (on: string, unit: string) =>
  unit === 'day' ? on : unit === 'month' ? `${on.slice(0, 7)}-01` : day(-((new Date(on).getUTCDay() + 6) % 7), on)

/** The rules in plain loops over the table. */
function model(asked: Question) {
  const [from, to] = [day(asked.days[0]), day(asked.days[0] + asked.days[1])]
  const periods: string[] = []
  for (let at = from; at <= to; at = day(1, at)) {
    const period = periodOf(at, asked.unit)
    if (periods.at(-1) !== period) periods.push(period)
  }
  const bots = asked.bots ?? 'without'
  const events = goldenEvents
    .filter(event => bots === 'with' || visitors[event.who].bot === (bots === 'only'))
    .map(event => ({ ...event, on: dayOf(event.atMs, asked.timezone), person: visitors[event.who].person }))
    .sort((a, b) => a.atMs - b.atMs || a.order - b.order)
  const inSpan = events.filter(event => event.on >= from && event.on <= to)
  const width = Math.min(asked.periods ?? 60, periods.length - 1) + 1
  const members: { cohort: number; value: string; person: string }[] = []
  for (const person of new Set(events.map(event => event.person))) {
    const starts = inSpan.filter(event => event.person === person && asked.start.means(event))
    const isNew = !events.some(event => event.person === person && event.on < from && asked.start.means(event))
    const made = asked.cohorts === 'recurring' ? starts : isNew ? starts.slice(0, 1) : []
    const seen = new Set<number>()
    for (const event of made) {
      const cohort = periods.indexOf(periodOf(event.on, asked.unit))
      if (seen.has(cohort)) continue
      seen.add(cohort)
      members.push({ cohort, person, value: asked.breakdown ? (breakdowns[asked.breakdown]?.(event) ?? '') : '' })
    }
  }
  const returns = (person: string, cohort: number, later: number) =>
    inSpan.some(event => {
      if (event.person !== person || !asked.back.means(event)) return false
      const period = periods.indexOf(periodOf(event.on, asked.unit))
      return asked.counting === 'onOrAfter' ? period >= cohort + later : period === cohort + later
    })
  const cohortsOf = (own: typeof members) =>
    periods.map((start, cohort) => {
      const people = own.filter(member => member.cohort === cohort)
      return {
        start,
        size: people.length,
        returned: Array.from(
          { length: Math.min(width, periods.length - cohort) },
          (_, later) => people.filter(member => returns(member.person, cohort, later)).length
        )
      }
    })
  const curveOf = (own: typeof members) => {
    const cohorts = cohortsOf(own)
    return {
      size: own.length,
      rates: Array.from({ length: width }, (_, later) => {
        const old = cohorts.filter(cohort => later < cohort.returned.length)
        const size = old.reduce((sum, cohort) => sum + cohort.size, 0)
        return size === 0 ? 0 : old.reduce((sum, cohort) => sum + (cohort.returned[later] ?? 0), 0) / size
      })
    }
  }
  const values = [...Map.groupBy(members, member => member.value)].sort(
    ([a, these], [b, those]) => those.length - these.length || (a < b ? -1 : 1)
  )
  const shown = values.slice(0, asked.limit ?? 10)
  const rest = values.slice(asked.limit ?? 10).flatMap(([, own]) => own)
  return {
    cohorts: cohortsOf(members),
    curve: curveOf(members),
    ...(asked.breakdown && {
      breakdown: [
        ...shown.map(([value, own]) => ({ value, ...curveOf(own) })),
        ...(rest.length > 0 ? [{ value: '', isRest: true, ...curveOf(rest) }] : [])
      ]
    })
  }
}

test('DA2 any question about retention is answered as by loops over the same events', {
  timeout: 120_000
}, async () => {
  await fc.assert(
    fc.asyncProperty(questions, async asked => {
      const { days, start, back, ...others } = asked
      // A turn of a conversation stands where its visitor was last, which the table does not say.
      fc.pre(asked.breakdown !== 'country' || start.asked?.event !== 'started')
      const answer = await call<RetentionAnswer>('POST', '/api/analytics/retention', {
        who: golden.workspace.key,
        body: { from: day(days[0]), to: day(days[0] + days[1]), start: start.asked, return: back.asked, ...others }
      })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      const { range: _range, unit: _unit, ...figures } = answer.body
      expect(figures).toEqual(model(asked))
    }),
    { numRuns: 120 }
  )
})
