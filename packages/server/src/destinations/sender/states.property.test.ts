import { deliveryStates } from '@foyer/protocol/plain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Happening, isOpen, next, type State, transitions } from './states.ts'

const now = new Date('2026-11-26T12:00:00Z')
const happenings = fc.constantFrom(...(Object.keys(transitions) as Happening[]))
const given = fc.record({
  tries: fc.nat(20),
  leftMs: fc.integer({ min: -1_000, max: 4 * 86_400_000 }),
  retryAfterMs: fc.array(fc.nat(10 * 3_600_000), { maxLength: 8 }),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
  afterMs: fc.option(fc.oneof(fc.nat(86_400_000), fc.double()), { nil: undefined })
})
const after = ({ tries, leftMs, ...pace }: Parameters<Parameters<typeof given.map>[0]>[0], happening: Happening) =>
  next(
    { tries, expiresAt: new Date(now.getTime() + leftMs) },
    happening,
    now,
    { ...pace, chance: () => pace.chance },
    pace.afterMs
  )

test('every state is one that the wire knows, and either goes on or has ended', () => {
  fc.assert(
    fc.property(given, happenings, (how, happening) => {
      const one = after(how, happening)
      expect(deliveryStates).toContain(one.state)
      expect(isOpen(one.state)).toBe(one.finishedAt === null)
      expect(one.nextAt === null).toBe(one.finishedAt !== null)
      expect(() => one.nextAt?.toISOString()).not.toThrow()
    })
  )
})

test('a delivery ends: no way of failing goes on beyond its tries, and none beyond its age', () => {
  fc.assert(
    fc.property(given, happenings, (how, happening) => {
      const one = after(how, happening)
      if (one.finishedAt) return
      expect(one.nextAt?.getTime()).toBeLessThan(now.getTime() + how.leftMs)
      if (happening === 'failed') expect(one.tries).toBeLessThanOrEqual(how.retryAfterMs.length)
    })
  )
})

test('the pause is the one that the destination asks for, else its own, lengthened by a quarter at most', () => {
  fc.assert(
    fc.property(given, how => {
      const one = after({ ...how, tries: 0, leftMs: 400 * 86_400_000 }, 'failed')
      const first = how.retryAfterMs[0]
      const pause = (one.nextAt?.getTime() ?? 0) - now.getTime()
      if (first === undefined) expect(one.state).toBe('refused')
      else if (how.afterMs !== undefined && !Number.isNaN(how.afterMs)) {
        const longest = 30 * 86_400_000
        expect(pause).toBe(Math.trunc(Math.min(longest, Math.max(0, how.afterMs))))
      } else {
        expect(pause).toBeGreaterThanOrEqual(Math.floor(first))
        expect(pause).toBeLessThanOrEqual(Math.ceil(first * 1.25))
      }
    })
  )
})

test('what was put off costs no try, whatever else was tried', () => {
  fc.assert(
    fc.property(given, how => {
      expect(after(how, 'put off').tries).toBe(how.tries)
      expect(after(how, 'withheld').tries).toBe(how.tries)
      expect(after(how, 'failed').tries).toBe(how.tries + 1)
    })
  )
})

test('every end is reached from somewhere', () => {
  const ends = Object.values(transitions).flatMap(({ to, unless }) => [
    to,
    ...(unless ? [unless.tooLate, ...(unless.triedEnough ? [unless.triedEnough] : [])] : [])
  ])
  const all: readonly State[] = deliveryStates
  expect(new Set(ends.filter(state => !isOpen(state)))).toEqual(new Set(all.filter(state => !isOpen(state))))
})
