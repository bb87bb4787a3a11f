import type { MappingCondition, MappingValue, SampleEvent } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { fromSample } from '../sample.ts'
import { applyMapping, mayWant } from './apply.ts'
import { whatIsLacking } from './lacking.ts'

const event = fromSample(
  {
    id: 'evt-1',
    type: 'track',
    name: 'Order Completed',
    time: '2026-11-26T08:00:00.000Z',
    url: 'https://shop.example/thanks?x=1',
    properties: {
      order_id: 'A1',
      total: '12.50',
      empty: '',
      nothing: null,
      gift: 'yes',
      products: [
        { sku: 'a', price: 0.1, quantity: 1 },
        { sku: 'b', price: '0.2' }
      ],
      one: { sku: 'c' },
      tags: ['x', '', 'y']
    },
    visitor: { id: 'vis_5b0c1f0e9d8c7b6a5f4e3d2c1b0a9f8e', userId: 'u_1', traits: { email: ' Ada@Example.com ' } }
  } satisfies SampleEvent,
  new Date('2026-11-26T08:00:01Z')
)
const made = (value: MappingValue) =>
  applyMapping({ rules: [{ name: 'One', on: {}, to: 'x', fields: { out: value } }] }, event)[0]?.fields.out

describe('a value', () => {
  test.each<[string, MappingValue, unknown]>([
    ['of a path', { path: 'properties.order_id' }, 'A1'],
    ['of a path into a list', { path: 'properties.products.1.sku' }, 'b'],
    ['of the event', { path: 'event.path' }, '/thanks'],
    ['of its time', { path: 'event.time', as: 'seconds' }, 1795680000],
    ['that is empty, which is nothing', { path: 'properties.empty', otherwise: 'none' }, 'none'],
    ['that is null, which is nothing', { path: 'properties.nothing' }, undefined],
    ['of a path through nothing', { path: 'properties.a.b.c' }, undefined],
    ['of a path to what every object has', { path: 'properties.constructor.name' }, undefined],
    ['of a path to where an object comes from', { path: 'properties.__proto__' }, undefined],
    ['of a constant', { constant: { a: [1] } }, { a: [1] }],
    [
      'of a template',
      { template: 'Order {{properties.order_id}}{{ properties.nothing }} of {{visitor.userId}}' },
      'Order A1 of u_1'
    ],
    ['P32 of a template that reads secrets', { template: '{{secret.LP_KEY}}{{process.env.X}}{{' }, '{{'],
    ['that is the first there is', { first: [{ path: 'properties.empty' }, { path: 'event.id' }] }, 'evt-1'],
    [
      'of each of a list',
      { each: 'properties.products', fields: { 'p.id': { path: 'item.sku' }, event: { path: 'event.id' } } },
      [
        { p: { id: 'a' }, event: 'evt-1' },
        { p: { id: 'b' }, event: 'evt-1' }
      ]
    ],
    ['of each of one object', { each: 'properties.one', fields: { id: { path: 'item.sku' } } }, [{ id: 'c' }]],
    ['of each of nothing', { each: 'properties.nothing', fields: {} }, undefined],
    ['that counts a list', { sum: 'properties.products' }, 2],
    ['that adds up', { sum: 'properties.products', of: 'price' }, 0.3],
    [
      'that adds up and multiplies, once where nothing says how often',
      { sum: 'properties.products', of: 'price', times: 'quantity' },
      0.3
    ],
    ['of texts', { texts: 'properties.tags' }, ['x', 'y']],
    ['as a number', { path: 'properties.total', as: 'number' }, 12.5],
    ['as a whole number', { path: 'properties.total', as: 'integer' }, 13],
    ['as a number that it is not', { path: 'properties.order_id', as: 'number' }, undefined],
    ['as yes or no', { path: 'properties.gift', as: 'boolean' }, true],
    ['as a list', { path: 'properties.order_id', as: 'list' }, ['A1']],
    [
      'hashed as vendors compare it',
      { path: 'visitor.traits.email', hash: 'sha256' },
      'b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72'
    ],
    ['under a condition that holds', { constant: 1, when: { path: 'properties.total', op: 'gt', value: 10 } }, 1],
    [
      'under a condition that does not',
      { constant: 1, otherwise: 2, when: { path: 'properties.total', op: 'lt', value: 10 } },
      undefined
    ]
  ])('%s', (_what, value, expected) => {
    expect(made(value)).toEqual(expected)
  })

  test('put inside of what came from the event leaves the event as it was', () => {
    const fields = {
      all: { path: 'properties' },
      'all.one.sku': { constant: 'mine' },
      'all.tags.length': { constant: 9 }
    }
    const [mapped] = applyMapping({ rules: [{ name: 'One', on: {}, to: 'x', fields }] }, event)
    expect(mapped?.fields).toMatchObject({ all: { order_id: 'A1', one: { sku: 'mine' }, tags: { length: 9 } } })
    expect(event.properties).toMatchObject({ one: { sku: 'c' }, tags: ['x', '', 'y'] })
  })
})

describe('a rule fits', () => {
  const fits = (on: { types?: string[]; names?: string[] }, where: MappingCondition[] = [], enabled = true) => {
    const mapping = { rules: [{ name: 'One', enabled, on, where, to: 'x', fields: {} }] }
    expect(mayWant(mapping, event)).toBe(applyMapping(mapping, event).length === 1)
    return mayWant(mapping, event)
  }
  test('by type and by name, as they are written', () => {
    expect(fits({})).toBe(true)
    expect(fits({ types: ['page', 'track'] })).toBe(true)
    expect(fits({ types: ['page'] })).toBe(false)
    expect(fits({ names: ['Order Completed'] })).toBe(true)
    expect(fits({ types: ['track'], names: ['order completed'] })).toBe(false)
    expect(fits({ types: ['page'], names: ['Order Completed'] })).toBe(false)
    expect(fits({}, [], false)).toBe(false)
  })
  test.each<[MappingCondition, boolean]>([
    [{ path: 'properties.total', op: 'is', value: 12.5 }, false],
    [{ path: 'properties.total', op: 'is', value: '12.50' }, true],
    [{ path: 'properties.nothing', op: 'isNot', value: 'x' }, true],
    [{ path: 'properties.order_id', op: 'in', value: ['B', 'A1'] }, true],
    [{ path: 'properties.order_id', op: 'in', value: [] }, false],
    [{ path: 'properties.empty', op: 'isSet' }, false],
    [{ path: 'properties.empty', op: 'isNotSet' }, true],
    [{ path: 'event.url', op: 'contains', value: 'THANKS' }, true],
    [{ path: 'properties.tags', op: 'contains', value: 'y' }, true],
    [{ path: 'event.url', op: 'startsWith', value: 'https://shop' }, true],
    [{ path: 'properties.products', op: 'gt', value: 1 }, false]
  ])('where %j: %j', (condition, expected) => expect(fits({}, [condition])).toBe(expected))

  test('perhaps, while nothing is known of the visitor but the id', () => {
    const where = [
      { path: 'visitor.traits.plan', op: 'is' as const, value: 'gold' },
      { path: 'event.name', op: 'is' as const, value: 'Order Completed' }
    ]
    const mapping = { rules: [{ name: 'Gold', on: {}, where, to: 'x', fields: {} }] }
    const early = { ...event, visitor: { id: event.visitor.id, traits: {} } }
    expect(mayWant(mapping, early)).toBe(true)
    expect(applyMapping(mapping, early)).toEqual([])
    expect(mayWant(mapping, { ...early, name: 'Signed Up' })).toBe(false)
    const byId = {
      rules: [
        { name: 'One', on: {}, where: [{ path: 'visitor.id', op: 'is' as const, value: 'vis_1' }], to: 'x', fields: {} }
      ]
    }
    expect(mayWant(byId, early)).toBe(false)
  })

  test('all that fit are followed, in their order', () => {
    const rule = (name: string, on: object) => ({ name, on, to: 'x', fields: {} })
    const rules = [
      rule('a', {}),
      rule('b', { names: ['Order Completed'] }),
      rule('c', { types: ['page'] }),
      rule('d', { types: ['track'] })
    ]
    expect(applyMapping({ rules }, event).map(one => one.rule)).toEqual(['a', 'b', 'd'])
  })
})

describe('what cannot be sent', () => {
  const kind = {
    targets: [
      {
        to: 'purchase',
        name: 'Purchase',
        isOpen: false,
        fields: [
          { path: 'note', kind: 'text' as const, required: false },
          { path: 'cart.total', kind: 'number' as const, required: true },
          { path: 'products.*.sku', kind: 'text' as const, required: true }
        ]
      }
    ]
  }
  const lacking = (fields: Record<string, MappingValue>) =>
    whatIsLacking(kind, applyMapping({ rules: [{ name: 'Orders', on: {}, to: 'purchase', fields }] }, event))
  const total = { 'cart.total': { path: 'properties.total' } }

  test('names event, field and rule', () => {
    expect(lacking({ 'cart.total': { path: 'properties.revenue' } })).toEqual({
      invalid:
        'Purchase needs cart.total, and the rule “Orders” found nothing for it in “Order Completed”. Map it, or narrow the rule to events that have it.',
      reason: 'missing_field'
    })
  })
  test('is asked of each item of a list, and of none where there is no list', () => {
    const items = (path: string) => ({ ...total, products: { each: 'properties.products', fields: { sku: { path } } } })
    expect(lacking(total)).toBeUndefined()
    expect(lacking(items('item.sku'))).toBeUndefined()
    expect(lacking(items('item.quantity'))).toMatchObject({
      invalid: expect.stringMatching(/^Purchase needs products\.\*\.sku, /)
    })
  })
})
