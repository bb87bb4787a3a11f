import type { Filter } from '@foyer/protocol'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { firstDays, timesOf } from './did-draft.ts'
import { FilterBar } from './filter-bar.tsx'
import { draftOf, filtersOf } from './filter-draft.ts'
import { filterText } from './filter-words.ts'
import { operatorsOf } from './operators.ts'
import { filtersText, readFilters } from './read-filters.ts'

const segment = `seg_${'0'.repeat(31)}7`
const sample: Filter[] = [
  { property: 'country', op: 'is', value: ['PT', 'DE'] },
  { property: 'traits.plan', op: 'isSet' },
  {
    did: { event: 'Order Completed', where: [{ property: 'total', op: 'gte', value: 50 }] },
    times: { op: 'atLeast', count: 2 },
    withinDays: 30
  },
  { did: { event: 'Order Completed' }, not: true },
  { segment, not: true },
  {
    any: [
      { property: 'browser', op: 'is', value: 'Safari' },
      { all: [{ property: 'device', value: 'phone' }, { segment }] }
    ]
  }
]

test('filters in an address come back as they were, and none need no address', () => {
  expect(readFilters(filtersText(sample))).toEqual(sample)
  expect(filtersText([])).toBeUndefined()
  expect(readFilters(undefined)).toEqual([])
})

test('what means nothing in an address is left out, and the rest holds', () => {
  const [good] = sample
  const broken = [
    good,
    7,
    null,
    [],
    {},
    { property: '' },
    { property: 'country', op: 'drop table' },
    { property: 'country', op: '__proto__', value: 'x' },
    { property: 'country', op: 'is' },
    { property: 'country', op: 'is', value: [{}] },
    { did: { event: '' } },
    { segment: 'seg_1' },
    { any: [] },
    { any: [{ all: [{ all: [] }] }] }
  ]
  expect(readFilters(JSON.stringify(broken))).toEqual([good])
  for (const text of ['{', 'null', '{}', '"x"', '[', 'undefined', '%5B', '['.repeat(30_000)])
    expect(readFilters(text)).toEqual([])
})

test('no address breaks the page, and what is read from one is read the same again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.object()).map(value => JSON.stringify(value))
      ),
      text => {
        const once = readFilters(text)
        expect(readFilters(filtersText(once))).toEqual(once)
      }
    )
  )
})

test('a filter reads as a sentence', () => {
  const words = sample.map(filter => filterText(filter, () => 'Good customers'))
  expect(words).toEqual([
    'Country is Portugal or Germany',
    'plan is known',
    'Did Order Completed where total is at least 50 at least 2 times in the last 30 days',
    'Did not do Order Completed',
    'Not in Good customers',
    'Browser is Safari, or Device is phone and In Good customers'
  ])
  expect(filterText({ property: 'person.talked', value: 'false' }, String)).toBe('Has talked with us is no')
  expect(filterText({ property: 'city', value: ['a', 'b', 'c', 'd', ''] }, String)).toBe(
    'City is a or b or c or 2 more'
  )
})

test('alternatives that are written become one filter, parts of a single one as many as there are, and what is unfinished none', () => {
  for (const filter of sample) expect(filtersOf(draftOf(filter))).toEqual([filter])
  const [country, plan] = sample.flatMap(filter => ('any' in filter ? [] : [filter]))
  if (!country || !plan) throw new Error('the sample begins with two conditions')
  expect(filtersOf([[country, plan]])).toEqual([country, plan])
  expect(filtersOf([[country, plan], [{ property: '' }]])).toEqual([country, plan])
  expect(filtersOf([[country, plan], [plan]])).toEqual([{ any: [{ all: [country, plan] }, plan] }])
  expect(
    filtersOf([[{ property: 'price', op: 'gt', value: 'cheap' }, { did: { event: '' } }, { segment: '' }]])
  ).toEqual([])
})

test('a field is compared as what it is', () => {
  expect(operatorsOf('person.visits')).toContain('gte')
  expect(operatorsOf('person.lastSeen')).toEqual(['before', 'after'])
  expect(operatorsOf('country')).not.toContain('gt')
  expect(operatorsOf('traits.plan')).toEqual(expect.arrayContaining(['is', 'gt', 'before']))
})

test('each filter is a chip that says what it is, with a way to change and one to remove it', () => {
  const markup = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <FilterBar filters={[{ property: 'city', value: '<b>Lis' }]} onChange={() => undefined} />
    </QueryClientProvider>
  )
  expect(markup).toContain('>City is &lt;b&gt;Lis</button>')
  expect(markup).toContain('aria-label="Remove the filter: City is &lt;b&gt;Lis"')
  expect(markup).toContain('Add filter')
})

test('how often begins with twice where it is "at least", with once else, and keeps the number that was given', () => {
  expect(timesOf('atLeast', undefined)).toEqual({ op: 'atLeast', count: 2 })
  expect(timesOf('atMost', undefined)).toEqual({ op: 'atMost', count: 1 })
  expect(timesOf('exactly', undefined)).toEqual({ op: 'exactly', count: 1 })
  expect(timesOf('exactly', { op: 'atLeast', count: 5 })).toEqual({ op: 'exactly', count: 5 })
  // "At least nought times" is everybody, and refused.
  expect(timesOf('atLeast', { op: 'exactly', count: 0 })).toEqual({ op: 'atLeast', count: 1 })
  expect(timesOf('once', { op: 'exactly', count: 5 })).toBeUndefined()
  expect(firstDays).toBe(30)
})
