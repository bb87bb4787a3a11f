import type { Segment } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { asksOfEvents, firstPosition, readSegmentAddress, ruleOf } from './segment-address.ts'

const filters = [{ property: 'traits.plan', op: 'is' as const, value: 'pro' }]
const position = {
  funnel: { steps: [{ event: 'Product Added' }, { event: 'Order Completed' }], window: '14d' },
  days: 30,
  step: 2,
  who: 'lost' as const
}
const kept = { rule: { filters, withinDays: 7, position } } as unknown as Segment

test('the address holds what is being edited, and everything else is as it was kept', () => {
  expect(ruleOf({}, kept)).toEqual(kept.rule)
  expect(ruleOf({ days: 'ever' }, kept)).toEqual({ filters, position })
  expect(ruleOf({ days: '30', position: 'off' }, kept)).toEqual({ filters, withinDays: 30 })
  const address = {
    filters: JSON.stringify(filters),
    days: '3660',
    position: JSON.stringify({ ...position, who: 'reached' })
  }
  expect(readSegmentAddress(address)).toEqual(address)
  expect(ruleOf(address, undefined)).toEqual({ filters, withinDays: 3_660, position: { ...position, who: 'reached' } })
})

test.each([
  { who: 'all' },
  { step: 3 },
  { step: 0 },
  { days: 367 },
  { funnel: { steps: [{ event: 'page' }] } },
  { funnel: { steps: [{ event: 'page' }, {}] } },
  { funnel: { ...position.funnel, window: '14 days' } }
])('a place in a funnel that nobody can show is left out of the address: %j', wrong => {
  expect(readSegmentAddress({ position: JSON.stringify({ ...position, ...wrong }) })).toEqual({})
})

test('within how many days is asked where a condition is about what happened, in alternatives too', () => {
  expect(asksOfEvents(filters)).toBe(false)
  expect(
    asksOfEvents([{ any: [filters[0] ?? { property: 'x' }, { all: [{ property: 'country', value: 'PT' }] }] }])
  ).toBe(true)
  expect(asksOfEvents([{ did: { event: 'page' } }])).toBe(false)
})

test('a new place in a funnel begins with who came to the first of two pages and no further, of the last 30 days', () => {
  expect(firstPosition).toEqual({
    funnel: { steps: [{ event: 'page' }, { event: 'page' }], window: '14d' },
    days: 30,
    step: 2,
    who: 'lost'
  })
  // It can be kept in the address as it is.
  const address = JSON.stringify(firstPosition)
  expect(ruleOf(readSegmentAddress({ position: address }), undefined)).toEqual({ filters: [], position: firstPosition })
})
