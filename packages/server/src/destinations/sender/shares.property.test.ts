import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'
import { createRate } from './rate.ts'
import { shareOf } from './shares.ts'

const names = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 7 })
const taken = fc.record({
  concurrency: fc.integer({ min: 1, max: 20 }),
  perSecond: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined })
})
const destination = '0198c0de-0000-7000-8000-000000000001'
const sum = (numbers: (number | undefined)[]) => numbers.reduce<number>((all, one) => all + (one ?? 0), 0)

test('the shares of all senders are what the destination takes, and one of them goes to see', () => {
  fc.assert(
    fc.property(names, taken, (senders, delivering) => {
      const shares = senders.map(me => shareOf(senders, me, destination, delivering))
      expect(sum(shares.map(share => share.concurrency))).toBe(delivering.concurrency)
      if (delivering.perSecond) expect(sum(shares.map(share => share.perSecond))).toBeCloseTo(delivering.perSecond)
      expect(shares.filter(share => share.isFirst)).toHaveLength(1)
    })
  )
})

test('while not all have heard that one went, they ask no more than the destination takes', () => {
  fc.assert(
    fc.property(names, taken, fc.nat(), fc.infiniteStream(fc.boolean()), (senders, delivering, which, heard) => {
      const gone = senders[which % senders.length]
      const left = senders.filter(one => one !== gone)
      const shares = left.map(me => shareOf(heard.next().value ? left : senders, me, destination, delivering))
      expect(sum(shares.map(share => share.concurrency))).toBeLessThanOrEqual(delivering.concurrency)
      if (delivering.perSecond)
        expect(sum(shares.map(share => share.perSecond))).toBeLessThanOrEqual(delivering.perSecond + 1e-9)
    })
  )
})

test('who is not among the senders, or not yet, sends nothing', () => {
  expect(shareOf([], 'me', destination, { concurrency: 8 }).concurrency).toBe(0)
  expect(shareOf(['other'], 'me', destination, { concurrency: 8, perSecond: 5 }).concurrency).toBe(0)
})

test('what is counted by the second is exceeded in none by more than a tenth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 20, maxLength: 200 }),
      (perSecond, asked) => {
        let now = 0
        const rate = createRate(() => now)
        const times = asked.map(pause => {
          now += pause
          return now + rate.waitMs(perSecond)
        })
        for (const from of times)
          expect(times.filter(at => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(
            perSecond + Math.max(1, perSecond / 10) + 1
          )
      }
    )
  )
})

test('two processes that hear half of the failures each rest no later than one that hears all', () => {
  const [one, other] = [createBreaker(), createBreaker()]
  const heard = [one, other, one, other, one].map(breaker => breaker.heard(true, 2))
  expect(heard).toEqual([false, false, false, false, true])
})
