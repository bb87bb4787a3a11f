import type { TimelineEvent } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { listed, salient, sentenceOf, sentenceText } from './event-sentence.ts'

type Told = Parameters<typeof sentenceOf>[0]
const said = (event: Partial<Told> & Pick<Told, 'type'>) =>
  sentenceText(sentenceOf({ properties: {}, ...event })).replaceAll('\u00a0', ' ')

test('a page view names the page by its title, else its path', () => {
  expect(said({ type: 'page', title: 'Pricing', path: '/pricing' })).toBe('Viewed Pricing')
  expect(said({ type: 'page', title: '  ', path: '/pricing' })).toBe('Viewed /pricing')
  expect(said({ type: 'page', url: 'https://shop.example/a?b' })).toBe('Viewed /a')
  expect(said({ type: 'page' })).toBe('Viewed a page')
})

test('a click says what was on the button, and where a link led', () => {
  expect(said({ type: 'click', properties: { tag: 'button', text: 'Buy now' } })).toBe('Clicked Buy now')
  const href = 'https://shop.example/docs/start'
  expect(said({ type: 'click', properties: { tag: 'a', text: 'Docs', href } })).toBe(
    'Clicked Docs · shop.example/docs/start'
  )
  expect(said({ type: 'click', url: 'https://shop.example/', properties: { text: 'Docs', href } })).toBe(
    'Clicked Docs · /docs/start'
  )
  expect(said({ type: 'click', properties: { tag: 'a', href } })).toBe('Followed a link to shop.example/docs/start')
  expect(said({ type: 'click', properties: { tag: 'button' } })).toBe('Clicked a button')
  expect(said({ type: 'click', properties: { id: 'menu' } })).toBe('Clicked #menu')
})

test('P02 P03 a link that is code or data is not shown as a place', () => {
  for (const href of ['javascript:window.__x=1', ' JaVa\tScRiPt:window.__x=1', 'data:text/html,x', 'javascript:'])
    expect(said({ type: 'click', properties: { tag: 'a', text: 'Go', href } })).toBe('Clicked Go')
})

test('leaving a page says how long and how far it was read', () => {
  const properties = { durationMs: 190_000, visibleMs: 120_000, scrollPercent: 80 }
  expect(said({ type: 'exit', title: 'Pricing', properties })).toBe('Left Pricing after 2 min, read 80%')
  expect(said({ type: 'exit', title: 'Pricing' })).toBe('Left Pricing')
  expect(said({ type: 'scroll', title: 'Pricing', properties: { percent: 75 } })).toBe('Scrolled to 75% of Pricing')
})

test('identifying lists what was told, in words', () => {
  expect(said({ type: 'identify', properties: { name: 'Jo', email: 'jo@acme.example' } })).toBe(
    'Told us their name and e-mail'
  )
  expect(said({ type: 'identify', properties: { name: 1, email: 2, phone: 3, plan: 4, signupAt: 5 } })).toBe(
    'Told us their name, e-mail, phone and 2 more'
  )
  expect(said({ type: 'identify' })).toBe('Was identified')
})

test('a custom event carries its money and its thing', () => {
  expect(
    said({
      type: 'track',
      name: 'Order Completed',
      properties: { order_id: 'A-1', total: 49.9, shipping: 4.9, currency: 'EUR' }
    })
  ).toBe('Order Completed · €49.90 · A-1')
  expect(
    said({ type: 'track', name: 'clicked_pricing_cta', properties: { plan: 'pro', source: 'homepage_hero' } })
  ).toBe('clicked_pricing_cta · pro · Source: homepage_hero')
  expect(said({ type: 'track' })).toBe('Custom event')
})

test('a kind this page does not know yet is told by its name', () => {
  expect(said({ type: 'wave' as TimelineEvent['type'], name: 'Waved', properties: { hand: 'left' } })).toBe(
    'Waved · Hand: left'
  )
  expect(said({ type: 'wave' as TimelineEvent['type'] })).toBe('wave')
})

test('of a conversation one reads who answered, and why a person did', () => {
  const turn = (name: string, properties = {}) => said({ type: 'conversation', name, properties })
  expect(turn('answered')).toBe('Was answered by the agent')
  expect(turn('handed over', { reason: 'asked' })).toBe('Asked for a person')
  expect(turn('handed over', { reason: 'unsure' })).toBe('Was handed over to a person')
  expect(turn('something newer')).toBe('Was in a conversation')
})

test('odd properties neither break a sentence nor fill it', () => {
  expect(salient({ total: '12.5', currency: 'not money' })).toEqual(['12.5'])
  expect(salient({ total: Number.NaN, nested: { a: 1 }, list: [1], empty: '', none: null })).toEqual([])
  expect(salient({ note: 'x'.repeat(200) })[0]).toHaveLength(66)
  expect(salient({ products: [{}, {}] })).toEqual(['2 products'])
  expect(salient({ a: 1, b: 2, c: 3, d: 4 })).toHaveLength(3)
})

test('P15 direction overrides and zero-width marks do not reach the reader', () => {
  expect(said({ type: 'page', title: 'invoice\u202egnp.exe\u200b' })).toBe('Viewed invoicegnp.exe')
})

test('lists are joined as they are spoken', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c'
  ])
})
