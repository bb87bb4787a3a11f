import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('L6 the n-th wait is anywhere up to 1 s · 2ⁿ, and never more than five minutes', () => {
  const longest = [0, 1, 2, 3, 8, 9, 50].map(attempt => backoffMs(attempt, 1, 0))
  expect(longest).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000])
  expect(backoffMs(5, 0, 0)).toBe(0)
})

test('L6 what the server asked for is waited out in full, with the jitter on top', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(100_000), (attempt, random, asked) => {
      const wait = backoffMs(attempt, random, asked)
      expect(wait).toBeGreaterThanOrEqual(asked)
      expect(wait).toBeLessThanOrEqual(asked + 300_000)
    })
  )
})
