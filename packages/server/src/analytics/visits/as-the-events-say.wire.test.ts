import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Filter, TopQuery } from '@foyer/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventStore, eventLine, openEvents, senderPart } from '../../stores/events/index.ts'
import { funnel } from '../funnel/funnel.ts'
import { breakdownSql } from '../language/breakdown.ts'
import { spanOf } from '../language/moments.ts'
import { newQuery } from '../language/query.ts'
import { filtersSql, type Scope, spanSql } from '../language/where.ts'
import { overview } from '../overview/overview.ts'
import type { Asking } from '../question.ts'
import { retention } from '../retention/retention.ts'
import { top } from '../top/top.ts'
import { trend } from '../trend/trend.ts'
import { currentGeneration, type Generation, makeGeneration, storedGenerations } from './generations.ts'

let events: EventStore
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-visits-'))
  events = await openEvents({ folder })
})
afterAll(async () => {
  await events.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Five days with a midnight of each timezone and clocks that are changed. */
const firstMs = Date.parse('2026-10-23T00:00:00Z')
const storedSeconds = Date.parse('2026-11-01T00:00:00Z') / 1_000
const uuid = (kind: number, number: number) =>
  `${(kind * 4_096 + number).toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
const agents = [uuid(7, 1), uuid(7, 2)]

type Made = {
  visit: number
  afterMs: number
  type: string
  path: string
  source: string
  country: string
  isBot: boolean
  agent: number
  batch: number
}
const visits = 12
const visitors = 5
/** A visit stays with its visitor, and begins anywhere; most of them are of minutes, some of hours, and one goes on over midnight. */
const made: fc.Arbitrary<Made> = fc.record({
  visit: fc.nat(visits - 1),
  afterMs: fc.oneof(
    { weight: 4, arbitrary: fc.nat(600_000) },
    fc.nat(4 * 3_600_000),
    fc.constantFrom(0, 899_999, 900_000)
  ),
  type: fc.constantFrom('page', 'page', 'page', 'page', 'screen', 'track', 'exit', 'conversation'),
  path: fc.constantFrom('/', '/shoes', '/cart', '/help', ''),
  source: fc.constantFrom('', 'Google', 'Direct', 'News'),
  country: fc.constantFrom('DE', 'DE', 'DE', 'DE', 'US', ''),
  isBot: fc.constantFrom(false, false, false, false, false, true),
  agent: fc.constantFrom(0, 0, 0, 1),
  batch: fc.nat(2)
})
const stream = fc.record({
  begins: fc.array(fc.nat(5 * 96), { minLength: visits, maxLength: visits }),
  events: fc.array(made, { minLength: 1, maxLength: 60 }),
  joins: fc.uniqueArray(fc.nat(visitors - 1), { maxLength: 2 }),
  erased: fc.option(fc.nat(visitors - 1))
})

let workspace = 100

/** No two events of a stream share an instant: which of two pages was first would be anybody's guess. */
function lineOf(number: number, begins: number[], one: Made): string {
  const timeMs = firstMs + (begins[one.visit] ?? 0) * 900_000 + one.afterMs * 64 + (number % 64)
  const hex = timeMs.toString(16).padStart(12, '0')
  return eventLine(
    {
      id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`,
      timeMs,
      type: one.type,
      name: one.type === 'conversation' ? 'started' : one.type === 'track' ? 'Bought' : '',
      origin: 'https://shop.example',
      path: one.path,
      search: '',
      title: '',
      referrer: one.source === 'Google' ? 'https://www.google.com/' : '',
      source: one.source,
      campaign: one.source === 'News' ? { source: 'n', medium: 'email', name: one.path, term: '', content: '' } : null,
      timezone: '',
      language: 'de',
      consent: '',
      properties: ''
    },
    uuid(1, one.visit),
    senderPart({
      workspace,
      visitor: uuid(2, one.visit % visitors),
      agent: agents[one.agent] ?? '',
      ip: '',
      country: one.country,
      region: '',
      city: one.country === 'US' ? 'Boston' : '',
      browser: one.visit % 2 === 0 ? 'Chrome' : 'Safari',
      browserVersion: '',
      os: 'iOS',
      device: one.visit % 3 === 0 ? 'mobile' : 'desktop',
      bot: one.isBot ? 'Googlebot' : '',
      userAgent: '',
      placeDays: 365
    })
  )
}

const filterSets: Filter[][] = [
  [],
  [{ property: 'country', value: 'DE' }],
  [{ property: 'source', op: 'isNot', value: 'Google' }],
  [
    { property: 'device', value: 'mobile' },
    { property: 'entryPage', value: '/' }
  ],
  [
    {
      any: [{ property: 'city', value: 'Boston' }, { all: [{ property: 'exitPage', op: 'contains', value: 'shoes' }] }]
    }
  ],
  [{ did: { event: 'Bought' } }],
  [{ property: 'path', value: '/cart' }]
]
const dimensions: TopQuery['dimension'][] = [
  'page',
  'page',
  'page',
  'entryPage',
  'exitPage',
  'referrer',
  'source',
  'campaign',
  'country',
  'city',
  'browser'
]
type Question = typeof question extends fc.Arbitrary<infer One> ? One : never
const question = fc.record({
  from: fc.constantFrom('2026-10-24', '2026-10-25', '2026-10-24T05:15:00Z', '2026-10-24T05:15:01Z'),
  to: fc.constantFrom('2026-10-25', '2026-10-27', '2026-11-02'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
  unit: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
  filters: fc.constantFrom(...filterSets).map(filters => JSON.stringify(filters)),
  bots: fc.constantFrom('without' as const, 'without' as const, 'with' as const, 'only' as const),
  agentId: fc.option(fc.constant(`agt_${agents[1]?.replaceAll('-', '')}`), { nil: undefined }),
  compare: fc.boolean(),
  dimension: fc.constantFrom(...dimensions),
  visits: fc.boolean(),
  sort: fc.constantFrom(undefined, 'visitors' as const, 'visits' as const, 'views' as const),
  search: fc.constantFrom(undefined, undefined, 'S'),
  limit: fc.constantFrom(undefined, undefined, 2),
  offset: fc.constantFrom(undefined, undefined, 1)
})

async function same(scope: Scope, asked: Question, generation: Generation): Promise<void> {
  const answers = async (visitsOf: Generation | null) => {
    const asking: Asking = {
      scope: { ...scope, visits: visitsOf },
      span: spanOf(asked, 'UTC'),
      workspaceId: '',
      timezone: 'UTC',
      nowMs: scope.nowMs,
      ask: (sql, query) => events.report(sql, query.params, 'a test')
    }
    const { agentId, sort, search, limit, offset, ...rest } = asked
    const cut = { ...(sort && { sort }), ...(search && { search }), ...(limit && { limit }), ...(offset && { offset }) }
    const given = { ...rest, ...(agentId && { agentId }), ...cut }
    const query = newQuery()
    const within = spanSql(query, asking.scope, asking.span)
    const meets = filtersSql(query, asking.scope, JSON.parse(asked.filters), asking.span) || 'true'
    const breakdown = asked.dimension === 'exitPage' || asked.dimension === 'entryPage' ? asked.dimension : 'source'
    const brokenDown = {
      from: asked.from,
      to: asked.to,
      bots: asked.bots,
      filters: JSON.parse(asked.filters),
      breakdown,
      limit: 2
    }
    const [source, exit] = ['source', 'exitPage'].map(name => breakdownSql(query, asking.scope, name, asking.span))
    // One of them a question: what they look up of visits is the same for all three.
    const reports = {
      hour: () =>
        trend(asking, {
          ...brokenDown,
          ...{ unit: asked.unit, compare: asked.compare },
          series: [{ event: 'page', aggregate: asked.visits ? 'perPerson' : 'people' }]
        }),
      day: () =>
        funnel(asking, {
          ...brokenDown,
          steps: [{ event: 'page' }, { event: 'page' }],
          attribution: asked.visits ? 'last' : 'first'
        }),
      week: () => retention(asking, { ...brokenDown, unit: 'day', cohorts: asked.visits ? 'recurring' : 'first' })
    }
    return {
      overview: await overview(asking, given),
      top: await top(asking, given),
      brokenDown: await reports[asked.unit](),
      said: await asking.ask(
        `SELECT ${source} AS source, ${exit} AS exit, count() AS n FROM events WHERE ${within} AND ${meets} GROUP BY source, exit ORDER BY source, exit`,
        query
      )
    }
  }
  expect(await answers(generation), JSON.stringify(asked)).toEqual(await answers(null))
}

test('the table of visits answers as the events do, with what came late, twice, was joined or erased since', {
  timeout: 300_000
}, async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(question, { minLength: 2, maxLength: 4 }), async (given, asked) => {
      workspace += 1
      const scope: Scope = {
        workspaceNumber: workspace,
        joins: given.joins.length > 0 ? { generation: 1 } : null,
        nowMs: storedSeconds * 1_000,
        timezone: 'UTC',
        traitFits: () => 'true',
        traitOf: () => `''`,
        segmentSet: () => 'SELECT toUInt64(1)'
      }
      for (const visitor of given.joins)
        await events.command(
          'INSERT INTO joined (workspace, generation, visitor, person) SELECT {workspace:UInt32}, 1, {visitor:UUID}, {person:UUID}',
          { workspace, visitor: uuid(2, visitor), person: uuid(2, visitors) }
        )
      const numbered = given.events.map((one, number) => ({ one, number }))
      let generation: Generation | null = null
      for (const batch of [0, 1, 2]) {
        const lines = numbered
          .filter(({ one }) => one.batch === batch)
          .map(({ one, number }) => lineOf(number, given.begins, one))
        await events.insert(lines, storedSeconds + batch * 10)
        // What two nodes stored at once is made one before a table is made of it.
        await events.insert(lines.slice(0, 3), storedSeconds + batch * 10)
        await events.command('OPTIMIZE TABLE events FINAL')
        if (batch === 2) break
        const next = { generation: 1_000 + batch * 10, storedBefore: storedSeconds + batch * 10 + 5 }
        // Of a few events each, as very many are made in slices.
        expect(await makeGeneration(events, workspace, next, { eventsOfSlice: 7 })).toBe(true)
        generation = await currentGeneration(events, workspace)
        expect(generation).toEqual(next)
      }
      if (!generation) throw new Error('there is no table')
      for (const one of asked) await same(scope, one, generation)
      if (given.erased === null) return
      await events.command('DELETE FROM events WHERE workspace = {workspace:UInt32} AND visitor = {visitor:UUID}', {
        workspace,
        visitor: uuid(2, given.erased)
      })
      expect(await currentGeneration(events, workspace)).toBe(null)
      const anew = { generation: 2_000, storedBefore: storedSeconds + 15 }
      expect(await makeGeneration(events, workspace, anew)).toBe(true)
      for (const one of asked) await same(scope, one, anew)
    }),
    { numRuns: 5, endOnFailure: true }
  )
  // What a generation was made of beside itself is gone, and the ones before are for reports under way.
  const own = (await storedGenerations(events)).filter(one => one.workspace === workspace)
  expect(own.every(({ generation }) => generation % 10 === 0)).toBe(true)
})
