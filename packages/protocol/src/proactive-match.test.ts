import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CartValue } from './proactive.ts'
import { cartAfter, cartReaches, holds, matchesGlob, matchesPage } from './proactive-match.ts'

const on = (url: string) => (op: 'is' | 'isNot' | 'contains' | 'notContains' | 'matches', value: string) =>
  matchesPage(url, { kind: 'page', op, value })

test('B5 a page is named by its path, its query or all of its address', () => {
  const page = on('https://Shop.example/Pricing/?plan=pro#faq')
  expect(page('is', '/pricing')).toBe(true)
  expect(page('is', '/pricing/')).toBe(true)
  expect(page('isNot', '/pricing')).toBe(false)
  expect(page('is', '/pricing/?plan=pro')).toBe(true)
  expect(page('is', 'https://shop.example/pricing/?plan=pro')).toBe(true)
  expect(page('is', '/')).toBe(false)
  expect(page('contains', 'PLAN=')).toBe(true)
  expect(page('contains', '#faq')).toBe(false)
  expect(page('notContains', 'cart')).toBe(true)
  expect(page('matches', '/pric*')).toBe(true)
  expect(page('matches', '/pric')).toBe(false)
  expect(page('matches', '*plan=*')).toBe(true)
  expect(page('matches', 'https://*.example/*')).toBe(true)
  expect(on('https://shop.example')('is', '/')).toBe(true)
  expect(on('https://shop.example?a=1')('is', '/')).toBe(false)
})

test('B5 a star stands for anything, and nothing else does', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', '/') })
  fc.assert(
    fc.property(plain, plain, (text, pattern) => {
      const wanted = new RegExp(
        `^${pattern
          .split('*')
          .map(part => part.replaceAll('.', '\\.').replaceAll('/', '\\/'))
          .join('[^]*')}$`
      )
      expect(matchesGlob(text, pattern)).toBe(wanted.test(text))
    })
  )
})

test('B5 a pattern made to be slow is not', () => {
  const begun = Date.now()
  expect(matchesGlob('a'.repeat(2_048), `${'*a'.repeat(140)}*b`)).toBe(false)
  expect(Date.now() - begun).toBeLessThan(2_000)
})

test('B5 values are compared as people write them', () => {
  expect(holds('Gold ', 'is', 'gold')).toBe(true)
  expect(holds(12, 'is', '12')).toBe(true)
  expect(holds(true, 'is', 'true')).toBe(true)
  expect(holds(['a', 'B'], 'contains', 'b')).toBe(true)
  expect(holds('lamps', 'contains', 'LAMP')).toBe(true)
  expect(holds('12.5', 'atLeast', 12)).toBe(true)
  expect(holds('many', 'atLeast', 1)).toBe(false)
  expect(holds('many', 'atMost', 1)).toBe(false)
  expect(holds('', 'atMost', 1)).toBe(false)
  expect(holds(undefined, 'isNot', 'x')).toBe(true)
  expect(holds(null, 'exists', undefined)).toBe(false)
  expect(holds(0, 'exists', undefined)).toBe(true)
  expect(holds({ a: 1 }, 'contains', '"a":1')).toBe(true)
})

test('B5 a cart is what its events make of it', () => {
  const after = (...events: [name: string, properties: Record<string, unknown>][]) =>
    events.reduce<CartValue | undefined>(
      (cart, [name, properties], at) => cartAfter(cart, { id: `e${at}`, name, properties }),
      undefined
    )
  expect(after(['Product Viewed', { price: 9 }])).toBeUndefined()
  expect(after(['Product Added', { price: 20, quantity: 2, currency: 'eur' }])).toEqual({
    value: 40,
    currency: 'EUR',
    upTo: 'e0'
  })
  expect(after(['Product Added', { price: 0.1 }], ['Product Added', { price: '0.2' }])).toMatchObject({ value: 0.3 })
  expect(after(['Product Added', { name: 'no price' }])).toBeUndefined()
  expect(after(['Cart Viewed', { total: 55, value: 1 }], ['Product Removed', { price: 20 }])).toMatchObject({
    value: 35
  })
  expect(after(['Cart Viewed', { value: 12 }])).toMatchObject({ value: 12 })
  expect(after(['Cart Viewed', { products: [{ price: 5, quantity: 2 }, { price: 1 }, null] }])).toMatchObject({
    value: 11
  })
  expect(after(['Cart Viewed', { total: 55 }], ['Cart Viewed', {}])).toMatchObject({ value: 55 })
  expect(after(['Cart Viewed', { total: 55, currency: 'EUR' }], ['Order Completed', { total: 55 }])).toMatchObject({
    value: 0,
    currency: 'EUR'
  })
  const cart = after(['Cart Viewed', { total: 50, currency: 'EUR' }])
  expect(cartReaches(cart, { atLeast: 50 })).toBe(true)
  expect(cartReaches(cart, { atLeast: 50, currency: 'USD' })).toBe(false)
  expect(cartReaches(undefined, { atLeast: 1 })).toBe(false)
})
