import { proactiveEarliestMs } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { openStore } from '../line/storage.ts'
import { fits } from './fits.ts'
import { cartWith, laterCart } from './page-facts.ts'
import { openStay } from './stay.ts'
import { earliestMs } from './watch.ts'

const minute = 60_000

test('B5 the page and the preview agree on when a message may appear at the earliest', () => {
  expect(earliestMs).toBe(proactiveEarliestMs)
})

test('B5 all conditions must hold; one that this page does not know never does', () => {
  const moment = {
    url: 'https://shop.example/pricing?plan=pro',
    seenMs: 10_000,
    stayMs: 70_000,
    percent: () => 50,
    events: [{ id: '1', name: 'Searched', properties: { results: 0 } }],
    cart: { value: 50, currency: 'EUR', upTo: '1' }
  }
  const page = { kind: 'page', op: 'is', value: '/pricing' } as const
  expect(fits([page, { kind: 'timeOnPage', seconds: 10 }, { kind: 'timeOnSite', seconds: 70 }], moment)).toBe(true)
  expect(fits([page, { kind: 'timeOnPage', seconds: 11 }], moment)).toBe(false)
  expect(fits([{ kind: 'scroll', percent: 51 }], moment)).toBe(false)
  expect(
    fits([{ kind: 'event', name: 'Searched', where: [{ property: 'results', op: 'is', value: 0 }] }], moment)
  ).toBe(true)
  expect(
    fits([{ kind: 'event', name: 'Searched', where: [{ property: 'results', op: 'atLeast', value: 1 }] }], moment)
  ).toBe(false)
  expect(fits([{ kind: 'cart', atLeast: 50 }], moment)).toBe(true)
  expect(fits([{ kind: 'weather' } as never], moment)).toBe(false)
})

test('B5 a visit goes on over pages and tabs, and ends after half an hour in which nothing was looked at', () => {
  const disk = new Map<string, string>()
  const area = {
    getItem: (key: string) => disk.get(key) ?? null,
    setItem: (key: string, text: string) => void disk.set(key, text)
  } as unknown as Storage
  let at = 1_000 * minute
  const open = (who = 'ann') =>
    openStay({ store: openStore(() => area), key: 'stay', who: () => who, now: () => at, begunAt: at })
  const first = open()
  at += 10_000
  expect(first()).toBe(10_000)
  const second = open()
  at += 20_000
  expect(second()).toBe(30_000)
  expect(first()).toBe(30_000)
  at += 31 * minute
  expect(open()()).toBe(0)
  at += 5_000
  expect(first()).toBe(5_000)
  expect(open('bob')()).toBe(0)
})

test('B5 of the page and the server, whoever heard the later event of a cart is believed', () => {
  const cart = (value: number, upTo: string) => ({ value, currency: 'EUR', upTo })
  expect(laterCart(cart(1, 'a'), cart(2, 'b'))?.value).toBe(2)
  expect(laterCart(cart(1, 'b'), cart(2, 'b'))?.value).toBe(1)
  expect(laterCart(undefined, cart(2, 'b'))?.value).toBe(2)
  const added = { id: 'b', name: 'Product Added', properties: { price: 5 } }
  expect(cartWith(cart(1, 'a'), added)?.value).toBe(6)
  expect(cartWith(cart(1, 'b'), added)?.value).toBe(1)
  expect(cartWith(cart(1, 'a'), { ...added, name: 'Signed Up' })?.value).toBe(1)
})
