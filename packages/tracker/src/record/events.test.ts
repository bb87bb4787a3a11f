import { expect, test } from 'vitest'
import type { TrackedEvent } from '../types.ts'
import { check } from './events.ts'

const drafted = (properties: Record<string, unknown> = {}): TrackedEvent => ({
  id: 'one',
  type: 'track',
  name: 'saw_demo',
  timestamp: '2026-11-21T08:00:00.000Z',
  properties
})

test('the stored event no longer changes with the object the page handed over', () => {
  const properties = { cart: ['shoes'] }
  const checked = check(drafted(properties), undefined)
  properties.cart.push('hat')
  expect(checked[0]).toMatchObject({ properties: { cart: ['shoes'] } })
})

test('beforeSend may change an event, but not its id', () => {
  const checked = check(drafted(), event => ({ ...event, id: 'other', name: 'renamed' }))
  expect(checked[0]).toMatchObject({ id: 'one', name: 'renamed' })
})

test('beforeSend may drop an event; when it throws the event is dropped too, and both are told apart', () => {
  expect(check(drafted(), () => null)).toBe('before_send')
  const broken = () => {
    throw new Error('a mistake in the site')
  }
  expect(check(drafted(), broken)).toBe('before_send_threw')
})

test('what cannot be written as JSON, or is too large, is dropped with that reason', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  expect(check(drafted(circle), undefined)).toBe('not_json')
  expect(check(drafted({ big: 1n }), undefined)).toBe('not_json')
  const trap = Object.defineProperty({}, 'x', {
    enumerable: true,
    get() {
      throw new Error('a getter that throws')
    }
  })
  expect(check(drafted(trap), undefined)).toBe('not_json')
  expect(check(drafted({ text: 'x'.repeat(50_000) }), undefined)).toBe('too_large')
})
