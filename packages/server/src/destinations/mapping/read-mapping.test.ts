import type { Target } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMapping } from './read-mapping.ts'

const purchase: Target = {
  to: 'purchase',
  name: 'Purchase',
  isOpen: false,
  fields: [
    { path: 'orderId', kind: 'text', required: true, help: 'What your shop calls the order.' },
    { path: 'total', kind: 'number', required: false },
    { path: 'cart.total', kind: 'number', required: false },
    { path: 'products', kind: 'list', required: false },
    { path: 'products.*.sku', kind: 'text', required: true },
    { path: 'products.*.product.name', kind: 'text', required: false },
    { path: 'extra', kind: 'object', required: false }
  ]
}
const kind = { name: 'A shop', targets: [purchase, { to: 'event', name: 'Event', isOpen: true, fields: [] }] }

const order = { path: 'properties.order_id' }
const rule = (more: object) => ({ name: 'Orders', on: {}, to: 'purchase', fields: { orderId: order }, ...more })
const mapping = (...rules: unknown[]) => ({ rules })
const problemsOf = (body: unknown) => {
  const read = readMapping(body, kind)
  return 'problems' in read ? read.problems : []
}
const fieldsOf = (fields: object, to = 'purchase') => problemsOf(mapping(rule({ to, fields })))

describe('a mapping that may be saved', () => {
  test('is given back as it is', () => {
    const body = mapping(
      rule({
        on: { types: ['track'], names: ['Order Completed'] },
        where: [{ path: 'properties.total', op: 'gt', value: 0 }],
        fields: {
          orderId: { first: [order, { path: 'event.id' }] },
          total: { sum: 'properties.products', of: 'price', times: 'quantity', as: 'number', otherwise: 0 },
          products: { each: 'properties.products', fields: { sku: { path: 'item.sku' } } },
          'extra.anything': { template: 'Order {{ properties.order_id }} of {{visitor.traits.plan}}' }
        }
      }),
      rule({ name: 'All', to: 'event', fields: { properties: { path: 'properties' }, visitor: { path: 'visitor' } } })
    )
    expect(readMapping(body, kind)).toEqual({ mapping: body })
  })
  test('may leave a list out, and lacks nothing of its items', () => expect(fieldsOf({ orderId: order })).toEqual([]))
  test('may take a list whole, and then says nothing of its items', () =>
    expect(fieldsOf({ orderId: order, products: { path: 'properties.products' } })).toEqual([]))
})

describe('a mapping that may not be saved names the place and says what to do', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['no mapping at all', 'hello', '', /A mapping is/],
    ['a word nobody knows', mapping(rule({ form: 1 })), 'rules.0.form', /means nothing here/],
    ['a rule without a name', mapping(rule({ name: ' ' })), 'rules.0.name', /empty/],
    ['two rules of one name', mapping(rule({}), rule({})), 'rules.1.name', /Rule 1 has this name too/],
    [
      'a type there is none of',
      mapping(rule({ on: { types: ['pageview'] } })),
      'rules.0.on.types.0',
      /one of page, track/
    ],
    ['names that are none', mapping(rule({ on: { names: [] } })), 'rules.0.on.names', /at least one/],
    ['a target there is none of', mapping(rule({ to: 'buy' })), 'rules.0.to', /no target “buy”.*purchase, event/],
    [
      'a condition of an unknown kind',
      mapping(rule({ where: [{ path: 'event.url', op: 'matches', value: '.*' }] })),
      'rules.0.where.0.op',
      /compares with/
    ],
    [
      'more than a number',
      mapping(rule({ where: [{ path: 'event.url', op: 'gt', value: 'x' }] })),
      'rules.0.where.0.value',
      /number/
    ],
    [
      'an item outside of a list',
      mapping(rule({ where: [{ path: 'item.sku', op: 'isSet' }] })),
      'rules.0.where.0.path',
      /only inside/
    ],
    [
      'too many rules',
      mapping(...Array.from({ length: 101 }, (_, index) => rule({ name: `${index}` }))),
      'rules',
      /101 rules/
    ]
  ])('%s', (_what, body, at, message) => {
    expect(problemsOf(body)).toContainEqual({ at, message: expect.stringMatching(message) })
  })

  test.each<[string, object, string, RegExp]>([
    ['a field nobody knows', { ordrId: order, orderId: order }, 'ordrId', /has no field ordrId. It has orderId/],
    [
      'a field of an item nobody knows',
      {
        orderId: order,
        products: {
          each: 'properties.products',
          fields: { sku: { path: 'item.sku' }, colour: { path: 'item.colour' } }
        }
      },
      'products.fields.colour',
      /no field products\.\*\.colour/
    ],
    [
      'a required field of an item that nobody fills',
      { orderId: order, products: { each: 'properties.products', fields: { 'product.name': { path: 'item.name' } } } },
      '',
      /needs the field products\.\*\.sku/
    ],
    [
      'a required field that nobody fills',
      { total: { constant: 1 } },
      '',
      /needs the field orderId \(What your shop calls the order\), and nothing fills it/
    ],
    ['an unknown root', { orderId: { path: 'process.env.SECRET' } }, 'orderId.path', /“process” is none of them/],
    ['a method as a root', { orderId: { path: 'constructor.constructor' } }, 'orderId.path', /“constructor” is none/],
    ['something under a text', { orderId: { path: 'event.url.host' } }, 'orderId.path', /nothing lies under/],
    ['a part of the event there is none of', { orderId: { path: 'event.ip' } }, 'orderId.path', /no “ip”/],
    [
      'P32 a template that reads secrets',
      { orderId: { template: '{{secret.LP_KEY}}' } },
      'orderId.template',
      /“secret” is none of them.*nothing but the event/
    ],
    ['two forms at once', { orderId: { path: 'event.id', constant: 1 } }, 'orderId', /this has path, constant/],
    ['a value that is none', { orderId: 'properties.order_id' }, 'orderId', /A value is an object/],
    [
      'the third of a choice',
      { orderId: { first: [order, { constant: 1 }, { path: 'nothing' }] } },
      'orderId.first.2.path',
      /begins with/
    ],
    ['a cast there is none of', { orderId: { ...order, as: 'money' } }, 'orderId.as', /text, number/],
    ['a hash there is none of', { orderId: { ...order, hash: 'md5' } }, 'orderId.hash', /sha256/],
    ['a text that cannot be kept', { orderId: { constant: 'a\0b' } }, 'orderId.constant', /cannot be kept/],
    ['half a letter', { orderId: { template: '\ud83d' } }, 'orderId.template', /cannot be kept/]
  ])('%s', (_what, fields, at, message) => {
    const place = at === '' ? 'rules.0.fields' : `rules.0.fields.${at}`
    expect(fieldsOf(fields)).toContainEqual({ at: place, message: expect.stringMatching(message) })
  })

  test('P31 what is too deep, too wide, or holds itself', () => {
    let deep: unknown = { constant: 1 }
    for (let index = 0; index < 10_000; index++) deep = { first: [deep] }
    expect(fieldsOf({ orderId: deep })[0]?.message).toMatch(/more than 6 deep/)
    const itself: Record<string, unknown> = { each: 'properties.a' }
    itself.fields = { again: itself }
    expect(fieldsOf({ orderId: itself })[0]?.message).toMatch(/more than 6 deep/)
    const wide = { first: Array.from({ length: 200 }, () => ({ first: Array.from({ length: 200 }, () => order) })) }
    expect(fieldsOf({ orderId: wide })).toEqual([
      { at: expect.any(String), message: `A mapping may have ${mappingLimits.values} values in all. Here it has more.` }
    ])
    const constant = Array.from({ length: 100_000 }, () => 1)
    expect(fieldsOf({ orderId: { constant } })[0]?.message).toMatch(/larger/)
    expect(problemsOf(mapping(...Array.from({ length: 100 }, () => 7))).length).toBe(50)
  })

  test('whatever is sent, there is an answer', () => {
    const word = fc.constantFrom(
      'rules',
      'name',
      'on',
      'to',
      'fields',
      'where',
      'path',
      'constant',
      'first',
      'each',
      'sum',
      'texts',
      'template',
      'as',
      'when',
      '__proto__',
      'constructor',
      'toString'
    )
    const anything = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue(),
        word,
        fc.array(tie('value')),
        fc.dictionary(word, tie('value')),
        tie('rules')
      ),
      rules: fc.record({ rules: fc.array(tie('value')) })
    })).value
    fc.assert(
      fc.property(anything, body => {
        const read = readMapping(body, kind)
        if ('problems' in read) expect(read.problems.every(one => one.message.length > 10)).toBe(true)
      }),
      { numRuns: 500 }
    )
  })
})
