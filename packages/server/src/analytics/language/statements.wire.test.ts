import {
  aggregates,
  type Condition,
  type Filter,
  operators,
  type TrendSeries,
  topDimensions,
  units
} from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../http/index.ts'
import { funnelSql } from '../funnel/funnel-sql.ts'
import { funnelOf } from '../funnel/spec.ts'
import { listsSql, sourcesSql } from '../last-half-hour/last-half-hour.ts'
import { happenedSql, visitsSql } from '../overview/overview-sql.ts'
import { periodsOf } from '../retention/periods.ts'
import { retentionSql } from '../retention/retention-sql.ts'
import { goldenScope, openGoldenStore } from '../testing/golden-store.ts'
import { dimensionOf } from '../top/dimension.ts'
import { countSql, fullSql, onlySql } from '../top/top-sql.ts'
import { type TrendRow, trendSql } from '../trend/trend-sql.ts'
import { fields } from './fields.ts'
import { newQuery, type Query } from './query.ts'
import { filtersSql, spanSql } from './where.ts'

let store: Awaited<ReturnType<typeof openGoldenStore>>
beforeAll(async () => {
  store = await openGoldenStore()
})
afterAll(() => store.close())

const span = {
  fromMs: Date.parse('2026-09-28T00:00:00Z'),
  toMs: Date.parse('2026-11-23T00:00:00Z'),
  timezone: 'Europe/Berlin'
}
/** The engine reads it, finds every column and type, and plans it. */
const explain = async ({ sql, query }: { sql: string; query: Query }, what: unknown) => {
  try {
    expect((await store.events.query(`EXPLAIN ${sql}`, query.params)).length).toBeGreaterThan(0)
  } catch (fault) {
    throw new Error(`${JSON.stringify(what)}: ${String(fault)}\n${sql}`)
  }
}

const named = [...Object.keys(fields), 'properties.total', 'tax.rate']
const givenTo: Partial<Record<(typeof operators)[number], Condition['value']>> = {
  gt: 5,
  gte: 5,
  lt: 5,
  lte: 5,
  before: '2026-10-25',
  after: '2026-10-25T00:00:00Z',
  is: ['a', 'b'],
  matches: '^a+$',
  notMatches: '[0-9]'
}
const some: Filter[][] = [
  [],
  [{ property: 'country', value: 'DE' }],
  [{ property: 'source', value: 'Google' }],
  [{ any: [{ property: 'path', op: 'contains', value: 'shoes' }, { all: [{ did: { event: 'Order Completed' } }] }] }]
]

test('every field with every operator, alone and in groups', { timeout: 240_000 }, async () => {
  const refused: string[] = []
  for (const property of named)
    for (const op of operators) {
      const condition = { property, op, value: givenTo[op] ?? 'a' }
      const shapes: Filter[][] = [
        [condition],
        [{ any: [condition, { did: { event: 'page', where: [condition] } }] }],
        [{ any: [{ all: [condition, condition] }] }]
      ]
      const query = newQuery()
      try {
        const counts = shapes.map(shape => `countIf(${filtersSql(query, goldenScope, shape, span)})`)
        await explain(
          { sql: `SELECT ${counts.join(', ')} FROM events WHERE ${spanSql(query, goldenScope, span)}`, query },
          condition
        )
      } catch (fault) {
        if (!(fault instanceof AppError)) throw fault
        refused.push(`${property} ${op}`)
      }
    }
  // A time knows before and after, and nothing else.
  expect(refused).toEqual(operators.filter(op => op !== 'before' && op !== 'after').map(op => `time ${op}`))
})

/** By the events, and by a table of visits. */
const scopes = [goldenScope, { ...goldenScope, visits: { generation: 1, storedBefore: 1_795_000_000 } }]

test('every figure of a trend by every unit, and broken down by every field', { timeout: 240_000 }, async () => {
  const breakdowns = [undefined, ...named.filter(property => property !== 'time')]
  // How time is cut and what is broken down do not meet in a statement: each with each figure is enough.
  for (const [row, aggregate] of aggregates.entries())
    for (const [column, breakdown] of breakdowns.entries())
      for (const unit of breakdown === undefined ? units : [units[(row + column) % units.length] ?? 'day']) {
        const series: TrendSeries = { event: 'Order Completed', aggregate, property: 'total' }
        const of = { filters: some[1] ?? [], ...(breakdown === undefined ? {} : { breakdown }) }
        const scope = scopes[(row + column) % 2] ?? goldenScope
        await explain(trendSql(scope, span, of, series, unit, 'series.0'), { aggregate, unit, breakdown })
      }
})

test('a funnel broken down by every field, at each attribution, whole and over time', {
  timeout: 240_000
}, async () => {
  const question = {
    ...{ from: '2026-09-28', to: '2026-11-22' },
    steps: [{ event: 'page' }, { event: 'Order Completed', where: [{ property: 'source', value: 'Google' }] }]
  }
  for (const [row, scope] of scopes.entries())
    for (const [column, breakdown] of [...named, 'traits.plan'].filter(property => property !== 'time').entries()) {
      const attribution = ([undefined, 'first', 'last', 2] as const)[(row + column) % 4]
      const unit = column % 2 === 0 ? undefined : units[(row + column) % units.length]
      const asked = { ...question, breakdown, ...(attribution && { attribution }), ...(unit && { unit }) }
      await explain(funnelSql(scope, span, asked, funnelOf(asked)), { breakdown, attribution, unit })
    }
})

test('retention broken down by every field, first and recurring', { timeout: 240_000 }, async () => {
  const question = { from: '2026-09-28', to: '2026-11-22', start: { event: 'page' } }
  const periods = periodsOf(span, question, span.toMs)
  for (const [row, scope] of scopes.entries())
    for (const [column, breakdown] of [...named, 'traits.plan'].filter(property => property !== 'time').entries()) {
      const counting = (row + column) % 3 === 0 ? ('onOrAfter' as const) : ('on' as const)
      for (const cohorts of ['first', 'recurring'] as const) {
        const asked = { ...question, breakdown, cohorts, counting }
        await explain(retentionSql(scope, periods, asked), { breakdown, cohorts, counting })
      }
    }
})

test('the overview and every top list, with every kind of filter, order and search', { timeout: 240_000 }, async () => {
  const tables = { ...goldenScope, visits: { generation: 1, storedBefore: 0 } }
  for (const [scope, filters] of [goldenScope, tables].flatMap(scope =>
    some.map(filters => [scope, filters] as const)
  )) {
    for (const unit of units)
      for (const bots of ['without', 'with', 'only'] as const) {
        const question = { filters, bots, agentId: `agt_${'0'.repeat(32)}`, conversion: 'Order Completed' }
        await explain(happenedSql(scope, span, unit, question), { unit, bots, filters })
        await explain(visitsSql(scope, span, unit, question), { unit, bots, filters })
      }
    for (const name of topDimensions.filter(one => one !== 'endpoint')) {
      const dimension = dimensionOf(name)
      const what = { name, filters }
      for (const withVisits of [true, false]) {
        const wanted = { dimension, withVisits }
        await explain(onlySql(scope, span, { filters }, wanted, ['a', 'b']), what)
        for (const sort of ['visitors', 'count', ...(withVisits ? (['visits'] as const) : [])] as const)
          for (const search of [undefined, 'a']) {
            const cut = { sort, limit: 10, offset: 5, ...(search === undefined ? {} : { search }) }
            await explain(fullSql(scope, span, { filters }, wanted, cut), { ...what, sort })
            if (sort === 'count' && dimension.kind === 'happened')
              await explain(countSql(scope, span, { filters }, dimension, cut), { ...what, sort })
          }
      }
    }
  }
  await explain(listsSql(goldenScope, goldenScope.nowMs), 'lists')
  await explain(sourcesSql(goldenScope, goldenScope.nowMs), 'sources')
})

test('a breakdown into a million groups gives a bounded answer', { timeout: 120_000 }, async () => {
  await store.events.command(
    `INSERT INTO events (workspace, visitor, id, time, type, path, bot)
     SELECT 9, toUUID('00000000-0000-0000-0000-000000000001'), toUUID(concat('01a1dc00-0000-7000-8000-', leftPad(hex(number), 12, '0'))),
       toDateTime64('2026-11-01 00:00:00', 3, 'UTC') + toIntervalMillisecond(number), 'page', concat('/', toString(number)), ''
     FROM numbers(1000000)`
  )
  const scope = { ...goldenScope, workspaceNumber: 9 }
  const statement = trendSql(scope, span, { breakdown: 'path', limit: 3 }, { event: 'page' }, 'month', 'series.0')
  const rows = await store.events.report<TrendRow & { isRest: number }>(
    statement.sql,
    statement.query.params,
    'a million groups'
  )
  // Three lines and the rest, each with one month and the whole.
  expect(rows).toHaveLength(8)
  expect(rows.filter(row => row.bucket === '' && row.isRest).map(row => row.figure)).toEqual([999_997])
})
