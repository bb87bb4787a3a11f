import type { ProactiveFrequency } from '@foyer/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayShow, type Shown } from './caps.ts'

const minute = 60_000
const day = 86_400_000
const frequency: fc.Arbitrary<ProactiveFrequency> = fc.oneof(
  fc.constant({ kind: 'once' } as const),
  fc.constant({ kind: 'visit' } as const),
  fc.record({
    kind: fc.constant('times' as const),
    times: fc.integer({ min: 1, max: 4 }),
    days: fc.integer({ min: 1, max: 9 })
  })
)
/** Somebody's weeks: at each step some time passes, and a tab or a device asks for a rule, and perhaps closes what it shows. */
const steps = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 20 * minute }), fc.integer({ min: 0, max: 3 * day })),
    rule: fc.constantFrom('a', 'b', 'c'),
    closes: fc.boolean()
  }),
  { maxLength: 120 }
)
const life = fc.record({
  frequencies: fc.record({ a: frequency, b: frequency, c: frequency }),
  settings: fc.record({ perDay: fc.integer({ min: 1, max: 4 }), quietDays: fc.integer({ min: 0, max: 8 }) }),
  steps
})

function live({ frequencies, settings, steps }: typeof life extends fc.Arbitrary<infer T> ? T : never) {
  const shown: (Shown & { visit: number })[] = []
  let nowMs = 1_000 * day
  let lastMs = 0
  let visit = 0
  let visitSinceMs = nowMs
  for (const { after, rule, closes } of steps) {
    nowMs += after
    // A visit ends after half an hour of silence; then the next thing begins another.
    if (nowMs - lastMs > 30 * minute) {
      visit += 1
      visitSinceMs = nowMs
    }
    lastMs = nowMs
    const moment = { nowMs, visitSinceMs }
    if (!mayShow({ id: rule, frequency: frequencies[rule as 'a'] }, settings, shown, moment)) continue
    shown.push({ rule, atMs: nowMs, dismissedMs: closes ? nowMs : null, visit })
  }
  return shown
}

test('B5 no order of tabs, devices and visits shows a rule more often than it says', () => {
  fc.assert(
    fc.property(life, given => {
      const shown = live(given)
      for (const [rule, limit] of Object.entries(given.frequencies)) {
        const own = shown.filter(one => one.rule === rule)
        if (limit.kind === 'once') expect(own.length).toBeLessThanOrEqual(1)
        if (limit.kind === 'visit') expect(new Set(own.map(one => one.visit)).size).toBe(own.length)
        if (limit.kind === 'times')
          for (const one of own)
            expect(
              own.filter(({ atMs }) => atMs > one.atMs - limit.days * day && atMs <= one.atMs).length
            ).toBeLessThanOrEqual(limit.times)
      }
    })
  )
})

test('B5 nobody is shown more in a day than the agent says, nor anything in the quiet after one was closed', () => {
  fc.assert(
    fc.property(life, given => {
      const shown = live(given)
      for (const one of shown) {
        const lately = shown.filter(({ atMs }) => atMs > one.atMs - day && atMs <= one.atMs)
        expect(lately.length).toBeLessThanOrEqual(given.settings.perDay)
        const closed = shown.filter(
          other =>
            other !== one &&
            other.dismissedMs !== null &&
            other.atMs <= one.atMs &&
            shown.indexOf(other) < shown.indexOf(one) &&
            other.dismissedMs > one.atMs - given.settings.quietDays * day
        )
        expect(closed).toEqual([])
      }
    })
  )
})

test('B5 what fits is shown: a frequency that is not used up keeps nothing back', () => {
  const settings = { perDay: 20, quietDays: 0 }
  const at = (nowMs: number) => ({ nowMs, visitSinceMs: nowMs - minute })
  const past: Shown[] = [{ rule: 'a', atMs: 10 * day, dismissedMs: 10 * day }]
  const may = (frequency: ProactiveFrequency, nowMs: number) =>
    mayShow({ id: 'a', frequency }, settings, past, at(nowMs))
  expect(may({ kind: 'once' }, 500 * day)).toBe(false)
  expect(may({ kind: 'visit' }, 10 * day + 29 * minute)).toBe(false)
  expect(may({ kind: 'visit' }, 10 * day + 31 * minute)).toBe(true)
  expect(may({ kind: 'times', times: 1, days: 2 }, 12 * day - 1)).toBe(false)
  expect(may({ kind: 'times', times: 1, days: 2 }, 12 * day)).toBe(true)
  expect(may({ kind: 'times', times: 2, days: 2 }, 10 * day + 1)).toBe(true)
})
