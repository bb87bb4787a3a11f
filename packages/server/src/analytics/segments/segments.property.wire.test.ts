import type {
  Condition,
  Did,
  Filter,
  InSegment,
  Segment,
  SegmentCount,
  SegmentRule,
  TrendAnswer
} from '@foyer/protocol'
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

/* ---- traits and segments among the conditions of a report ---- */

const plans = ['pro', 'free', undefined] as const
const named: string[] = [...people.keys()]
/** What is known of each: a plan of some, a number of seats of others. */
const traitsOf = (person: string): Record<string, string | number> => {
  const place = named.indexOf(person)
  const plan = plans[place % plans.length]
  return { ...(plan && { plan }), ...(place % 2 === 0 && { seats: place }) }
}
const trait: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    property: fc.constantFrom('traits.plan', 'trait.plan'),
    op: fc.constantFrom('is' as const, 'isNot' as const, 'contains' as const, 'notContains' as const),
    value: oneOrMore(fc.constantFrom('pro', 'free', 'r', "' OR 1=1--"))
  }),
  fc.record({
    property: fc.constantFrom('traits.plan', 'traits.seats', 'traits.nothing'),
    op: fc.constantFrom('isSet' as const, 'isNotSet' as const)
  }),
  fc.record({
    property: fc.constant('traits.seats'),
    op: fc.constantFrom('gte' as const, 'lt' as const),
    value: fc.constantFrom(0, 4, 9)
  })
)
const rules: Record<string, SegmentRule> = {
  buyers: { filters: [{ did: { event: 'Order Completed' } }] },
  abroad: { filters: [{ property: 'country', op: 'is', value: ['US', 'GB', 'AU'] }] },
  paying: { filters: [{ property: 'traits.plan', value: 'pro' }, { did: { event: 'page' } }] }
}
type Part = Condition | Did | InSegment
const inSegment = fc
  .record({ segment: fc.constantFrom(...Object.keys(rules)), not: fc.boolean() })
  .map(({ segment, not }): InSegment => ({ segment, ...(not && { not }) }))
const anyPart: fc.Arbitrary<Part> = fc.oneof(condition, did, trait, trait, inSegment, inSegment)
const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  anyPart,
  fc.record({
    any: fc.array(fc.oneof(anyPart, fc.record({ all: fc.array(anyPart, { minLength: 1, maxLength: 3 }) })), {
      minLength: 1,
      maxLength: 3
    })
  })
)

const isTrait = (property: string) => /^traits?\./.test(property)
function traitFits(person: string, { property, op = 'is', value }: Condition): boolean {
  const known = traitsOf(person)[property.replace(/^traits?\./, '')]
  const text = known === undefined ? '' : String(known)
  const opposite = opposites[op]
  return opposite === undefined ? isSo(text, op, value) : !isSo(text, opposite, value)
}

function partFits(event: GoldenEvent, part: Part): boolean {
  const { person } = visitors[event.who]
  const own = people.get(person) ?? []
  if ('did' in part) return didFits(own, part)
  if ('property' in part) return isTrait(part.property) ? traitFits(person, part) : eventFits(event, part)
  const rule = rules[part.segment]?.filters ?? []
  const isIn = rule.every(one =>
    'property' in one && isTrait(one.property) ? traitFits(person, one) : personFits(own, one)
  )
  return isIn !== (part.not === true)
}

test('DA1 random filters with traits and segments among them choose what plain loops over the table choose', async () => {
  const { workspace, tokenOf } = await fillGolden()
  for (const [person, [first]] of people) {
    const told = await call('POST', '/api/visitors/identify', {
      body: {
        agentId: workspace.agentId,
        token: first ? tokenOf(first.who) : '',
        traits: traitsOf(person)
      }
    })
    expect(told.status, JSON.stringify(told.body)).toBe(200)
  }
  const segmentIds: Record<string, string> = {}
  for (const [name, rule] of Object.entries(rules)) {
    const made = await call<Segment>('POST', '/api/segments', { who: workspace.key, body: { name, rule } })
    segmentIds[name] = made.body.id
  }
  const asAsked = (part: Part): Part =>
    'segment' in part ? { ...part, segment: segmentIds[part.segment] ?? '' } : part
  let chosen = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyFilter, { minLength: 1, maxLength: 3 }), async filters => {
      const answer = await call<TrendAnswer>('POST', '/api/analytics/trend', {
        who: workspace.key,
        body: {
          from: '2026-09-01',
          to: '2026-11-25',
          unit: 'month',
          series: [{ event: 'page' }, { event: 'track' }],
          filters: filters.map(one =>
            'any' in one
              ? { any: one.any.map(part => ('all' in part ? { all: part.all.map(asAsked) } : asAsked(part))) }
              : asAsked(one)
          )
        }
      })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      const meant = [...people.values()]
        .flat()
        .filter(event =>
          filters.every(one =>
            'any' in one
              ? one.any.some(part =>
                  'all' in part ? part.all.every(each => partFits(event, each)) : partFits(event, part)
                )
              : partFits(event, one)
          )
        )
      const counts = ['page', 'track'].map(type => meant.filter(event => event.type === type).length)
      expect(answer.body.lines.map(line => line.total)).toEqual(counts)
      if (meant.length > 0 && meant.length < goldenEvents.length / 2) chosen += 1
    }),
    { numRuns: 200, seed: 20_261_126 }
  )
  expect(chosen).toBeGreaterThan(40)
}, 120_000)
