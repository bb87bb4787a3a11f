import type { Condition, Did, Filter, SegmentCount, SegmentRule } from '@foyer/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type GoldenEvent, goldenEvents } from '../testing/golden.ts'
import { visitors } from '../testing/golden-table.ts'

// The same rules once more, over the table itself: slowly, plainly, and without a statement.
const people = Map.groupBy(
  goldenEvents.filter(event => !visitors[event.who].bot),
  event => visitors[event.who].person
)

function textOf(event: GoldenEvent, property: string): string {
  if (property === 'path') return event.path
  if (property === 'country') return visitors[event.who].country
  const value = event.properties[property.replace('properties.', '')]
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

function isSo(text: string, op: Condition['op'], value: Condition['value']): boolean {
  const values = (Array.isArray(value) ? value : [value]).map(String)
  const number = text.trim() === '' ? Number.NaN : Number(text)
  switch (op) {
    case 'contains':
      return values.some(one => text.includes(one))
    case 'startsWith':
      return values.some(one => text.startsWith(one))
    case 'isSet':
      return text !== ''
    case 'gte':
      return number >= Number(values[0])
    case 'lt':
      return number < Number(values[0])
    default:
      return values.includes(text)
  }
}
const opposites: Partial<Record<string, Condition['op']>> = {
  isNot: 'is',
  notContains: 'contains',
  isNotSet: 'isSet'
}
const eventFits = (event: GoldenEvent, { property, op = 'is', value }: Condition) => {
  const opposite = opposites[op]
  return opposite === undefined
    ? isSo(textOf(event, property), op, value)
    : !isSo(textOf(event, property), opposite, value)
}

function personFits(events: GoldenEvent[], filter: Filter): boolean {
  if ('any' in filter)
    return filter.any.some(member =>
      'all' in member ? member.all.every(part => personFits(events, part)) : personFits(events, member)
    )
  if ('segment' in filter) throw new Error('this model knows no segments')
  if ('did' in filter) return didFits(events, filter)
  const opposite = opposites[filter.op ?? 'is']
  return opposite === undefined
    ? events.some(event => eventFits(event, filter))
    : !events.some(event => eventFits(event, { ...filter, op: opposite }))
}

function didFits(events: GoldenEvent[], { did: { event: named, name, where = [] }, times, not }: Did): boolean {
  const isType = named === 'page' || named === 'conversation' || named === 'track'
  const often = events.filter(
    event =>
      (isType ? event.type === named : event.name === named) &&
      (name === undefined || event.path === name) &&
      where.every(condition => eventFits(event, condition))
  ).length
  const { op, count } = times ?? { op: 'atLeast' as const, count: 1 }
  const holds = op === 'atLeast' ? often >= count : op === 'atMost' ? often <= count : often === count
  return holds !== (not === true)
}

const paths = fc.constantFrom('/', '/shoes', '/shoes/boots', '/cart', '/sale', '/help', '/nowhere')
const oneOrMore = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(value, fc.uniqueArray(value, { minLength: 1, maxLength: 3 }))
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    property: fc.constant('path'),
    op: fc.constantFrom(
      'is' as const,
      'isNot' as const,
      'contains' as const,
      'notContains' as const,
      'startsWith' as const
    ),
    value: oneOrMore(paths)
  }),
  fc.record({
    property: fc.constant('country'),
    op: fc.constantFrom('is' as const, 'isNot' as const),
    value: oneOrMore(fc.constantFrom('DE', 'US', 'GB', 'AU'))
  }),
  fc.record({ property: fc.constant('properties.plan'), op: fc.constantFrom('isSet' as const, 'isNotSet' as const) }),
  fc.record({
    property: fc.constant('properties.plan'),
    op: fc.constantFrom('is' as const, 'isNot' as const),
    value: fc.constantFrom('pro', 'free', 'team')
  }),
  fc.record({
    property: fc.constant('properties.total'),
    op: fc.constantFrom('gte' as const, 'lt' as const),
    value: fc.constantFrom(20.5, 30, 100)
  })
)
const did: fc.Arbitrary<Did> = fc
  .record({
    did: fc.oneof(
      fc.record({ event: fc.constant('page'), name: paths }),
      fc.record({
        event: fc.constantFrom('page', 'track', 'conversation', 'Order Completed', 'Added to Cart', 'Never Done'),
        where: fc.array(condition, { maxLength: 2 })
      })
    ),
    times: fc.option(
      fc.record({
        op: fc.constantFrom('atLeast' as const, 'atMost' as const, 'exactly' as const),
        count: fc.nat({ max: 3 })
      }),
      { nil: undefined }
    ),
    not: fc.boolean()
  })
  .map(({ times, ...rest }) => ({ ...rest, ...(times && { times }) }))
  .filter(({ times }) => !(times?.op === 'atLeast' && times.count === 0))
const part = fc.oneof(condition, did)
const filter: fc.Arbitrary<Filter> = fc.oneof(
  part,
  fc.record({
    any: fc.array(fc.oneof(part, fc.record({ all: fc.array(part, { minLength: 1, maxLength: 3 }) })), {
      minLength: 1,
      maxLength: 3
    })
  })
)

test('any rule counts the people whom the same rule means over the table, read by hand', async () => {
  const { workspace } = await fillGolden()
  await fc.assert(
    fc.asyncProperty(fc.array(filter, { maxLength: 4 }), async filters => {
      const rule: SegmentRule = { filters }
      const answer = await call<SegmentCount>('POST', '/api/segments/count', { who: workspace.key, body: { rule } })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      const meant = [...people.values()].filter(events => filters.every(one => personFits(events, one)))
      expect(answer.body.people).toBe(meant.length)
    }),
    { numRuns: 150 }
  )
})
