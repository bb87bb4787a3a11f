import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimit, takeTurn } from './rate-limit.ts'

function limitAt(burst: number, perSecond: number, maxKeys?: number) {
  let now = 1_000_000
  const limit = createRateLimit({ burst, perSecond, clock: () => now, ...(maxKeys === undefined ? {} : { maxKeys }) })
  return { limit, pass: (ms: number) => (now += ms) }
}

test('a burst is given at once, then as many as the time allows', () => {
  const { limit, pass } = limitAt(3, 0.5)
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0])
  expect(limit.take('a')).toBe(2)
  pass(1_999)
  expect(limit.take('a')).toBeGreaterThan(0)
  pass(1)
  expect(limit.take('a')).toBe(0)
  expect(limit.take('a')).toBeGreaterThan(0)
})

test('one key waits without another', () => {
  const { limit } = limitAt(1, 1)
  limit.take('a')
  expect(limit.take('a')).toBeGreaterThan(0)
  expect(limit.take('b')).toBe(0)
})

test('a turn given back, or a key forgotten, can be taken again', () => {
  const { limit } = limitAt(1, 0.001)
  limit.take('a')
  limit.giveBack('a')
  expect(limit.take('a')).toBe(0)
  expect(limit.take('a')).toBeGreaterThan(0)
  limit.forget('a')
  expect(limit.take('a')).toBe(0)
})

test('made-up keys cost a fixed amount of memory, and the key in use is not the one forgotten', () => {
  const { limit } = limitAt(2, 0.001, 100)
  limit.take('mine')
  limit.take('mine')
  for (let n = 0; n < 10_000; n++) {
    limit.take(`made up ${n}`)
    if (n % 50 === 0) expect(limit.take('mine')).toBeGreaterThan(0)
  }
  expect(limit.size).toBe(100)
})

test('a clock that goes backwards gives nothing away and takes nothing', () => {
  const { limit, pass } = limitAt(1, 1)
  limit.take('a')
  pass(-10_000)
  expect(limit.take('a')).toBe(1)
})

test('in any stretch of time no more is given than the burst and the rate', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3_000), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 5 }),
      (waits, burst) => {
        const { limit, pass } = limitAt(burst, 1)
        let elapsed = 0
        let given = 0
        for (const wait of waits) {
          pass(wait)
          elapsed += wait
          if (limit.take('a') === 0) given++
        }
        expect(given).toBeLessThanOrEqual(burst + elapsed / 1000)
      }
    )
  )
})

test('who has no turn is told how many whole seconds to wait', () => {
  const { limit } = limitAt(1, 0.3)
  takeTurn(limit, 'a', 'Slow down.')
  expect(() => takeTurn(limit, 'a', 'Slow down.')).toThrow(
    expect.objectContaining({ code: 'too_many_requests', message: 'Slow down.', retryAfterSeconds: 4 })
  )
})
