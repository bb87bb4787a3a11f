import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventIds, hashOf, randomHex } from './ids.ts'

const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

test('an event id is a UUIDv7 of its moment', () => {
  const id = createEventIds(() => 0x19b_0123_4567, bytes)()
  expect(id).toMatch(/^019b0123-4567-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('event ids of a tab grow, whatever its clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_050 }), { minLength: 2 }), clock => {
      let tick = 0
      const mint = createEventIds(() => clock[tick++ % clock.length] ?? 0, bytes)
      const ids = clock.map(() => mint())
      expect(ids).toEqual([...ids].sort())
      expect(new Set(ids).size).toBe(ids.length)
    })
  )
  const still = createEventIds(() => 1_700_000_000_000, bytes)
  const many = Array.from({ length: 10_000 }, () => still())
  expect(many).toEqual([...many].sort())
})

test('the local id is 128 random bits also without crypto.randomUUID', () => {
  const id = randomHex(bytes, 16)
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(randomHex(bytes, 16)).not.toBe(id)
})

test('the hash of attributes tells different ones apart', () => {
  expect(hashOf('{"plan":"pro"}')).toBe(hashOf('{"plan":"pro"}'))
  expect(hashOf('{"plan":"pro"}')).not.toBe(hashOf('{"plan":"free"}'))
})
