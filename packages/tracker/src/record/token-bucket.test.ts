import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

test('a page that loops gets a hundred events through at once and then ten a second', () => {
  let now = 0
  const may = createTokenBucket(() => now, 10, 100)
  const within = (tries: number) => Array.from({ length: tries }, () => may()).filter(Boolean).length
  expect(within(1000)).toBe(100)
  now += 1000
  expect(within(1000)).toBe(10)
  now += 60_000
  expect(within(1000)).toBe(100)
})

test('never more than the burst and what has flowed in since, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 })), steps => {
      let now = 0
      let passed = 0
      let forward = 0
      const may = createTokenBucket(() => now, 10, 100)
      for (const ms of steps) {
        now += ms
        forward += Math.max(0, ms)
        for (let tries = 0; tries < 30; tries++) if (may()) passed++
      }
      expect(passed).toBeLessThanOrEqual(100 + forward / 100 + 0.001)
    })
  )
})
