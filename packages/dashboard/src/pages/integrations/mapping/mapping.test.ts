import type { CatalogEntry, MappingRule, SampleEvent } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { chosenOf } from './chosen-event.ts'
import { freeName, inForm, isSame, moved, newRule, readDraft } from './draft.ts'
import { inOrderOf, lineDifferences } from './line-differences.ts'
import { lineAt, linesOf } from './place-lines.ts'
import { itemPaths, samplePaths, valueAt, valueWords } from './sample-paths.ts'

const sample: SampleEvent = {
  id: 'e',
  type: 'track',
  name: 'Order Completed',
  url: 'https://shop.example/thanks?x=1',
  properties: { order_id: 'A1', products: [{ sku: 'a', 'odd.name': 1 }, { sku: 'b' }], empty: '' },
  visitor: { id: 'vis_1', traits: { plan: 'gold' } }
}
const rule = (name: string): MappingRule => ({ name, on: {}, to: 'event', fields: {} })

describe('a draft', () => {
  test('is read from any JSON that the form can show, and the line is named where it is none', () => {
    const mapping = { rules: [rule('a')] }
    expect(readDraft(JSON.stringify(mapping))).toEqual({ mapping })
    expect(readDraft('{\n  "rules": [\n    oops')).toEqual({ fault: 'This is no JSON yet.', line: 3 })
    for (const odd of [
      'null',
      '{"rules":[1]}',
      '{"rules":[{"name":"a","on":{},"to":"x","fields":{"a":{"each":"x"}}}]}'
    ])
      expect(readDraft(odd)).toMatchObject({ fault: expect.stringContaining('A mapping is') })
  })
  test('keeps names apart, moves rules, and begins one with what its target demands', () => {
    const rules = [rule('New rule'), rule('b'), rule('c')]
    expect(freeName(rules, 'New rule')).toBe('New rule 2')
    expect(moved(rules, 2, 0).map(one => one.name)).toEqual(['c', 'New rule', 'b'])
    const fields = [
      { path: 'id', kind: 'text' as const, required: true },
      { path: 'items.*.sku', kind: 'text' as const, required: true },
      { path: 'total', kind: 'number' as const, required: false }
    ]
    expect(newRule(rules, { to: 'x', name: 'X', isOpen: false, fields }).fields).toEqual({ id: { path: '' } })
  })
  test('told in another form keeps its path, its cast and its condition', () => {
    const value = {
      path: 'properties.total',
      as: 'number' as const,
      when: { path: 'event.name', op: 'isSet' as const }
    }
    expect(inForm(value, 'sum')).toEqual({ sum: 'properties.total', as: 'number', when: value.when })
    expect(inForm({ path: 'properties.a' }, 'template')).toEqual({ template: '{{properties.a}}' })
    expect(isSame({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  })
})

describe('beside the rules stands', () => {
  const orders = { ...rule('Orders'), on: { types: ['track' as const], names: ['Order Completed'] } }
  const views = { ...rule('Views'), on: { names: ['Product Viewed'] } }
  const rules = [{ ...rule('Pages'), on: { types: ['page' as const] }, enabled: false }, orders, views]
  const left = { id: 'x', type: 'exit' }
  const page = { id: 'p', type: 'page', url: 'https://shop.example/' }
  const examples = [{ event: page }, { event: { type: 'track', name: 'Product Viewed' } }] as CatalogEntry['examples']
  const keyOf = (stored: SampleEvent[] | undefined, open?: number, key?: string) =>
    chosenOf(key, stored, examples, { rules }, open)?.key

  test('the newest event that a rule wants, and of the open rule its own', () => {
    expect(keyOf([left, page, sample])).toBe('e')
    expect(keyOf([left, sample, page], 0)).toBe('p')
    expect(keyOf([left, page, sample], 1)).toBe('e')
  })
  test('an example where no such event ever was', () => {
    expect(keyOf([left, sample], 2)).toBe('example-1')
    expect(keyOf([left])).toBe('example-1')
    expect(chosenOf(undefined, [left], [], { rules }, 1)?.key).toBe('x')
  })
  test('the one that somebody chose, and nothing before it is known what there was', () => {
    expect(keyOf([left, sample], 1, 'x')).toBe('x')
    expect(keyOf([sample], 1, 'example-0')).toBe('example-0')
    expect(keyOf(undefined, 1)).toBeUndefined()
  })
})

test('the paths of an event are offered with what stands there', () => {
  const paths = samplePaths(sample)
  expect(paths[0]).toEqual({ path: 'properties', value: sample.properties })
  expect(paths).toContainEqual({ path: 'properties.products.0.sku', value: 'a' })
  expect(paths).toContainEqual({ path: 'visitor.traits.plan', value: 'gold' })
  expect(paths).toContainEqual({ path: 'event.path', value: '/thanks' })
  expect(paths.some(({ path }) => path.includes('odd'))).toBe(false)
  expect(itemPaths(sample, 'properties.products')).toContainEqual({ path: 'item.sku', value: 'a' })
  expect(valueAt(sample, 'properties.constructor')).toBeUndefined()
  expect([undefined, [1, 2], { a: 1 }, 'x'.repeat(50)].map(valueWords)).toEqual([
    'nothing',
    '2 items',
    '1 field',
    `${'x'.repeat(31)}…`
  ])
})

test('a place of the server is found in the text, whatever dots its fields have', () => {
  const text = JSON.stringify({ rules: [{ name: 'a', fields: { 'cart.total': { first: [{ path: 'x' }] } } }] }, null, 2)
  const lines = linesOf(text)
  const row = (word: string) => text.split('\n').findIndex(line => line.includes(word)) + 1
  expect(lineAt(lines, 'rules.0.fields.cart.total.first.0.path')).toBe(row('"path"'))
  expect(lineAt(lines, 'rules.0.fields.cart.total')).toBe(row('cart.total'))
  expect(lineAt(lines, 'rules.0.fields.missing')).toBe(row('"fields"'))
  expect(lineAt(lines, 'nowhere')).toBeUndefined()
})

test('what differs is marked line by line, and a comma is no difference', () => {
  const lines = lineDifferences('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3,\n  "c": 4\n}')
  expect(lines.map(({ is, text }) => `${is} ${text.trim()}`)).toEqual([
    'same {',
    'same "a": 1,',
    'removed "b": 2',
    'added "b": 3,',
    'added "c": 4',
    'same }'
  ])
  expect(lineDifferences('{\n"a": 1\n}', '{\n"a": 1,\n"b": 1\n}').filter(one => one.is !== 'same')).toHaveLength(1)
  expect(JSON.stringify(JSON.parse(inOrderOf('{"b": [{"y": 1, "x": 2}], "a": 1}', '{"a": 3, "b": [{"x": 4}]}')))).toBe(
    '{"a":1,"b":[{"x":2,"y":1}]}'
  )
  expect(inOrderOf('a=1', '{}')).toBe('a=1')
})
