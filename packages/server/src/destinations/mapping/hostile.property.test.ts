import type { Mapping, MappingValue } from '@foyer/protocol'
import { mappingCasts, mappingOperators } from '@foyer/protocol/plain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../kind.ts'
import { applyMapping, mayWant } from './apply.ts'
import { mostChars } from './effort.ts'
import { whatIsLacking } from './lacking.ts'

const word = fc.constantFrom(
  'a',
  'b',
  '0',
  '1',
  'length',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'hasOwnProperty',
  'then'
)
const anything = fc.letrec<{ value: unknown; object: Record<string, unknown> }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue(),
    word,
    fc.constant('\ud800\0'),
    fc.array(tie('value')),
    tie('object')
  ),
  object: fc
    .array(fc.tuple(word, tie('value')))
    .map(entries =>
      JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`)
    )
}))

const path = fc
  .tuple(
    fc.constantFrom('event', 'properties', 'context', 'visitor', 'session', 'item', 'secret', 'process', '__proto__'),
    fc.array(word, { maxLength: 4 })
  )
  .map(([root, parts]) => [root, ...parts].join('.'))
const condition = fc.record({ path, op: fc.constantFrom(...mappingOperators), value: anything.value })
const beside = fc.record(
  {
    as: fc.constantFrom(...mappingCasts),
    otherwise: anything.value,
    when: condition,
    hash: fc.constant('sha256' as const)
  },
  { requiredKeys: [] }
)
const { value } = fc.letrec<{ value: MappingValue; form: object; fields: Record<string, MappingValue> }>(tie => ({
  form: fc.oneof(
    { maxDepth: 4 },
    fc.record({ path }),
    fc.record({ constant: anything.value }),
    fc.record({ template: path.map(one => `{{${one}}} {{ {{`) }),
    fc.record({ texts: path }),
    fc.record({ sum: path, of: word, times: word }, { requiredKeys: ['sum'] }),
    fc.record({ first: fc.array(tie('value'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ each: path, fields: tie('fields') })
  ),
  fields: fc
    .array(fc.tuple(fc.array(word, { minLength: 1, maxLength: 3 }), tie('value')), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries.map(([parts, one]) => [parts.join('.'), one]))),
  value: fc.tuple(tie('form'), beside).map(([form, more]) => ({ ...form, ...more }) as MappingValue)
}))
const mapping: fc.Arbitrary<Mapping> = fc.record({
  rules: fc.array(
    fc.record({
      name: fc.string(),
      on: fc.constant({}),
      where: fc.array(condition, { maxLength: 1 }),
      to: fc.constant('event'),
      fields: fc.dictionary(word, value, { maxKeys: 4 })
    }),
    { maxLength: 3 }
  )
})
const event: fc.Arbitrary<OutgoingEvent> = fc.record({
  id: fc.string(),
  type: word,
  name: word,
  timeMs: fc.oneof(fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 9e99)),
  url: fc.string(),
  path: fc.string(),
  title: fc.string(),
  referrer: fc.string(),
  properties: anything.object,
  context: anything.object,
  visitor: fc.record({ id: fc.string(), traits: anything.object }),
  session: fc.string()
})
const target = {
  to: 'event',
  name: 'Event',
  isOpen: true,
  fields: [{ path: 'a.*.b', kind: 'any' as const, required: true }]
}

test('P29 whatever an event holds and a mapping asks, something comes out that can be sent, and nobody else is touched', () => {
  fc.assert(
    fc.property(mapping, event, (asked, given) => {
      const before = JSON.stringify(given)
      const mapped = applyMapping(asked, given)
      expect(mayWant(asked, given) || mapped.length === 0).toBe(true)
      whatIsLacking({ targets: [target] }, mapped)
      for (const one of mapped) if (!one.isTooLarge) JSON.stringify(one.fields)
      expect(JSON.stringify(given)).toBe(before)
      expect(({} as Record<string, unknown>).a).toBeUndefined()
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { numRuns: 200 }
  )
}, 60_000)

test('P29 a property called __proto__ is carried as a property, and changes nothing', () => {
  const properties = JSON.parse('{"__proto__": {"isAdmin": true}, "a": {"constructor": {"prototype": 1}}}')
  const given = {
    id: '1',
    type: 'track',
    name: 'x',
    timeMs: 0,
    url: '',
    path: '',
    title: '',
    referrer: '',
    properties,
    context: {},
    visitor: { id: 'v', traits: {} },
    session: ''
  }
  const fields: Record<string, MappingValue> = JSON.parse(
    '{"__proto__.isAdmin": {"constant": 1}, "b.__proto__": {"path": "properties.__proto__"}, "c": {"path": "properties.isAdmin"}}'
  )
  const [mapped] = applyMapping({ rules: [{ name: 'r', on: {}, to: 'event', fields }] }, given)
  expect(JSON.stringify(mapped?.fields)).toBe('{"__proto__":{"isAdmin":1},"b":{"__proto__":{"isAdmin":true}}}')
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
})

test('P31 a small mapping that makes gigabytes of an event ends soon, and says so', () => {
  const list = Array.from({ length: 500 }, (_, index) => ({ index, text: 'x'.repeat(50) }))
  const given = {
    id: '1',
    type: 'track',
    name: 'Big',
    timeMs: 0,
    url: '',
    path: '',
    title: '',
    referrer: '',
    properties: { list },
    context: {},
    visitor: { id: 'v', traits: {} },
    session: ''
  }
  const lists = (fields: Record<string, MappingValue>) => ({ each: 'properties.list', fields })
  const everything = { path: 'properties' }
  for (const fields of [
    { a: lists({ b: lists({ c: lists({ d: lists({ e: { path: 'item.index' } }) }) }) }) },
    { a: lists({ b: everything, c: everything }) },
    { a: { template: '{{properties}}'.repeat(140) } },
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, everything]))
  ] as Record<string, MappingValue>[]) {
    const began = performance.now()
    const mapped = applyMapping({ rules: [{ name: 'All', on: {}, to: 'event', fields }] }, given)
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(whatIsLacking({ targets: [target] }, mapped)).toEqual({
      invalid: '“Big” becomes larger than 1 MB by the rule “All”. Map fewer of its fields.',
      reason: 'too_large'
    })
    expect(JSON.stringify(mapped[0]?.fields).length).toBeLessThan(2 * mostChars)
  }
  let deep: unknown = 'x'
  for (let index = 0; index < 20_000; index++) deep = [deep]
  const fields: Record<string, MappingValue> = { deep: { path: 'properties.deep', as: 'text' } }
  const [mapped] = applyMapping(
    { rules: [{ name: 'All', on: {}, to: 'event', fields }] },
    { ...given, properties: { deep } }
  )
  expect(mapped).toMatchObject({ isTooLarge: true, fields: {} })
})
