import { type Condition, type Filter, operators } from '@foyer/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../http/index.ts'
import { goldenEvents } from '../testing/golden.ts'
import { goldenScope, openGoldenStore } from '../testing/golden-store.ts'
import { matching, modelledFields, textOf } from '../testing/model.ts'
import { makeGeneration } from '../visits/generations.ts'
import { conditionSql } from './condition.ts'
import { newQuery } from './query.ts'
import { filtersSql, type Scope, spanSql } from './where.ts'

let store: Awaited<ReturnType<typeof openGoldenStore>>
beforeAll(async () => {
  store = await openGoldenStore()
})
afterAll(() => store.close())

const span = { fromMs: Date.parse('2026-09-01T00:00:00Z'), toMs: Date.parse('2026-11-23T00:00:00Z') }
const batch = 25

/** P19–P33: what somebody puts into a filter who wants more than an answer. */
const hostile = [
  `' OR 1=1--`,
  `') UNION ALL SELECT * FROM file('/etc/passwd','LineAsString','a String')--`,
  `url('http://127.0.0.1:9/hit')`,
  '{x:Identifier}',
  '{v0:String}',
  String.raw`\'`,
  String.raw`\\`,
  `''`,
  '"',
  '`',
  '%_',
  '100%_sure',
  `props.a'||sleep(3)||'`,
  'name; SET readonly=0',
  `=HYPERLINK("http://x")`,
  '{{secret.LP_KEY}}',
  '__proto__',
  'constructor',
  '\r\nX-Injected: 1',
  '\u0000',
  '\ud83d',
  '日本',
  'ÜNÏ',
  ''
]
const patterns = [
  '^/sh',
  'oo',
  '[0-9]+',
  '(a|e)n',
  '.*',
  '^$',
  'ü',
  '\\d\\d',
  'o{1,2}',
  `'`,
  '\\{x:',
  '%_',
  '^/night/[1-3]$'
]
const properties = [
  'properties.total',
  'total',
  'plan',
  'properties.plan',
  'price',
  'product',
  'property.coupon',
  'paid',
  'lines',
  'tax',
  'tax.rate',
  'text',
  "it's",
  'properties.__proto__',
  'constructor',
  `properties.a' OR 1=1--`
]

const textOperators = operators.filter(
  op => !['before', 'after', 'gt', 'gte', 'lt', 'lte', 'matches', 'notMatches'].includes(op)
)
const condition: fc.Arbitrary<Condition> = fc.constantFrom(...modelledFields, ...properties).chain(property => {
  const real = [...new Set(goldenEvents.map(event => textOf(event, property)))]
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...real) },
    fc.constantFrom(...hostile),
    fc.constantFrom(30, 20.5, true, false)
  )
  const values = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 }))
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        property: fc.constant(property),
        op: fc.constantFrom(...textOperators, 'in', 'neq', 'eq'),
        value: values
      })
    },
    {
      weight: 2,
      arbitrary: fc.record({
        property: fc.constant(property),
        op: fc.constantFrom('gt', 'gte', 'lt', 'lte', '>'),
        value: fc.constantFrom(0, 30, 20.5, '100', -1, 1e12, '1e1')
      })
    },
    {
      weight: 2,
      arbitrary: fc.record({
        property: fc.constant(property),
        op: fc.constantFrom('matches', 'notMatches', 'regex'),
        value: fc.constantFrom(...patterns)
      })
    },
    {
      weight: 1,
      arbitrary: fc.record({
        property: fc.constant('time'),
        op: fc.constantFrom('before', 'after'),
        value: fc.constantFrom('2026-10-25', '2026-11-01T05:30:00Z', '2026-10-04T12:59:59.999Z')
      })
    }
  ) as fc.Arbitrary<Condition>
})
const names = [...new Set(goldenEvents.flatMap(event => [event.name, event.type]))].filter(name => name !== '')
const choice = fc.record(
  { event: fc.constantFrom(...names, 'nothing', `') --`), where: fc.array(condition, { maxLength: 2 }) },
  { requiredKeys: ['event'] }
)
const times = fc.record({ op: fc.constantFrom('atLeast', 'atMost', 'exactly'), count: fc.integer({ min: 0, max: 4 }) })
const did = fc
  .record(
    { did: choice, times, withinDays: fc.integer({ min: 1, max: 60 }), not: fc.boolean() },
    { requiredKeys: ['did'] }
  )
  // Everybody did it at least nought times: refused, see below.
  .filter(one => !(one.times?.op === 'atLeast' && one.times.count === 0))
const one = fc.oneof({ weight: 8, arbitrary: condition }, { weight: 1, arbitrary: did })
const group = fc.record({
  any: fc.array(fc.oneof(one, fc.record({ all: fc.array(one, { minLength: 1, maxLength: 3 }) })), {
    minLength: 1,
    maxLength: 3
  })
})
const filters = fc.array(fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: group }), {
  minLength: 1,
  maxLength: 3
}) as fc.Arbitrary<Filter[]>

test('DA1 P19-P33 two thousand random filters choose what plain loops over the same events choose', {
  timeout: 240_000
}, async () => {
  expect(await chosenAsMeant(goldenScope, 2_000)).toBeGreaterThan(600)
  const [canary] = await store.events.query<{ count: number }>(
    'SELECT count() AS count FROM events WHERE workspace = 8'
  )
  expect(canary?.count).toBe(goldenEvents.length)
})

test('DA1 and so they do where the table of visits says what a visit began and ended with', {
  timeout: 240_000
}, async () => {
  const visits = { generation: 1_000, storedBefore: goldenScope.nowMs / 1_000 + 1 }
  expect(await makeGeneration(store.events, goldenScope.workspaceNumber, visits)).toBe(true)
  expect(await chosenAsMeant({ ...goldenScope, visits }, 500)).toBeGreaterThan(150)
})

/** Answers how many of the filters choose something and not everything, or nothing would have been shown. */
async function chosenAsMeant(scope: Scope, numRuns: number): Promise<number> {
  const samples = fc.sample(filters, { numRuns, seed: 20_261_126 })
  let matched = 0
  for (let at = 0; at < samples.length; at += batch) {
    const part = samples.slice(at, at + batch)
    const query = newQuery()
    const orders = part.map((asked, index) => {
      const sql = filtersSql(query, scope, asked, span)
      return `groupArrayIf(reinterpretAsUInt16(substring(reverse(toFixedString(unhex(replaceAll(toString(id), '-', '')), 16)), 9, 2)) % 4096, ${sql}) AS found${index}`
    })
    const [row] = await store.events.report<Record<string, number[]>>(
      `SELECT ${orders.join(', ')} FROM events WHERE ${spanSql(query, scope, span)}`,
      query.params,
      `golden-${at}`
    )
    for (const [index, asked] of part.entries()) {
      const found = [...(row?.[`found${index}`] ?? [])].sort((a, b) => a - b)
      const meant = matching(asked)
      expect(found, JSON.stringify(asked)).toEqual(meant)
      if (meant.length > 0 && meant.length < goldenEvents.length) matched += 1
    }
  }
  return matched
}

test('P19-P33 the text of a statement is the same whatever the values and the names of properties are', () => {
  const sqlOf = (asked: Filter[]) => filtersSql(newQuery(), goldenScope, asked, span)
  const other = (condition: Condition, text: string): Condition => ({
    ...condition,
    ...(condition.value === undefined
      ? {}
      : { value: Array.isArray(condition.value) ? condition.value.map(() => text) : text })
  })
  fc.assert(
    fc.property(condition, fc.constantFrom(...hostile), (asked, text) => {
      const isNumber = ['gt', 'gte', 'lt', 'lte', '>', 'before', 'after', 'matches', 'notMatches', 'regex'].includes(
        asked.op ?? ''
      )
      const changed = isNumber ? { ...asked } : other(asked, text)
      if (!modelledFields.includes(asked.property) && asked.property !== 'time' && !asked.property.includes('.'))
        changed.property = text.replaceAll('.', '') || 'x'
      if (modelledFields.includes(changed.property) !== modelledFields.includes(asked.property)) return
      expect(sqlOf([changed])).toBe(sqlOf([asked]))
    }),
    { numRuns: 2_000, seed: 7 }
  )
})

test('what is refused is refused by the name of the field, before the event store hears of it', () => {
  const refusal = (filter: unknown) => {
    try {
      filtersSql(newQuery(), goldenScope, [filter as Filter], span)
    } catch (fault) {
      if (fault instanceof AppError) return fault.field
      throw fault
    }
    return undefined
  }
  expect(refusal({ property: 'country' })).toBe('filters.0.value')
  expect(refusal({ property: 'a..b', value: 'x' })).toBe('filters.0.property')
  expect(refusal({ property: 'traits.', value: 'x' })).toBe('filters.0.property')
  expect(refusal({ property: 'total', op: 'gt', value: 'many' })).toBe('filters.0.value')
  expect(refusal({ property: 'total', op: 'gt', value: [1, 2] })).toBe('filters.0.value')
  expect(refusal({ property: 'time', op: 'is', value: '2026-10-01' })).toBe('filters.0.op')
  for (const value of ['soon', 'name 0', '2026', '2026-13-01', ['2026-10-01', '2026-10-02']])
    expect(refusal({ property: 'time', op: 'after', value })).toBe('filters.0.value')
  for (const pattern of [
    '(',
    '(?=a)',
    '(?<!a)',
    String.raw`(a)\1`,
    'a{1000}'.replace('1000', '10000'),
    'a'.repeat(201)
  ])
    expect(refusal({ property: 'path', op: 'matches', value: pattern }), pattern).toBe('filters.0.value')
  expect(refusal({ any: [{ property: 'path', op: 'gt', value: 'x' }] })).toBe('filters.0.any.0.value')
  expect(refusal({ any: [{ all: [{ property: 'a..b', value: 'x' }] }] })).toBe('filters.0.any.0.all.0.property')
  expect(refusal({ did: { event: 'page' }, times: { op: 'atLeast', count: 0 } })).toBe('filters.0.times.count')
})

test('a day in a filter is a day of the timezone that is asked in, also where a property has only a day', async () => {
  const newYork = { ...goldenScope, timezone: 'America/New_York' }
  const query = newQuery()
  const after = (scope: typeof goldenScope, value: string) =>
    `arraySort(groupArrayIf(toUnixTimestamp64Milli(time), ${filtersSql(query, scope, [{ property: 'time', op: 'after', value }], span)}))`
  const told = (said: string, op: 'before' | 'after', timezone: string) =>
    conditionSql(query, query.bind(said, 'String'), { property: 'x', op, value: '2026-11-26' }, 'filters.0', timezone)
  const [row] = await store.events.report<Record<string, unknown>>(
    `SELECT ${after(goldenScope, '2026-10-25')} AS utc, ${after(newYork, '2026-10-25')} AS day,
      ${after(goldenScope, '2026-10-25T04:00:00Z')} AS instant,
      [${['America/New_York', 'UTC', 'Asia/Tokyo']
        .flatMap(zone => [
          told('2026-11-26', 'after', zone),
          told('2026-11-26', 'before', zone),
          told('2026-11-25', 'before', zone),
          told('2026-11-25T16:00:00Z', 'after', zone),
          told('2026-11-26T02:00:00Z', 'before', zone)
        ])
        .join(', ')}] AS days
     FROM events WHERE ${spanSql(query, goldenScope, span)}`,
    query.params,
    'days'
  )
  expect(row?.day).toEqual(row?.instant)
  expect(row?.day).not.toEqual(row?.utc)
  const says = (days: unknown) => (Array.isArray(days) ? days.map(day => Number(day)) : days)
  expect(says(row?.days)).toEqual([1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0])
})
