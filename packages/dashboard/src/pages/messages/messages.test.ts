import { expect, test } from 'vitest'
import { conditionWords, ruleWords } from './condition-words.ts'
import { dayAfter, dayOf, fresh, isWhole, mayAdd, startOfDay, templates } from './draft.ts'

test('B5 a rule is told as a sentence', () => {
  expect(
    ruleWords(
      [
        { kind: 'page', op: 'contains', value: '/pricing' },
        { kind: 'timeOnPage', seconds: 90 },
        { kind: 'country', in: ['DE', 'AT'] }
      ],
      { kind: 'times', times: 1, days: 30 }
    )
  ).toBe(
    'When the address contains /pricing, they have looked at it for 90 s and they are in Germany or Austria; at most 1 time in 30 days.'
  )
  expect(conditionWords({ kind: 'cart', atLeast: 50, currency: 'EUR' })).toBe('their cart holds €50.00 or more')
  expect(conditionWords({ kind: 'trait', key: 'plan', op: 'is', value: 'pro', proven: true })).toBe(
    'their plan is pro (verified)'
  )
  expect(
    conditionWords({ kind: 'event', name: 'Searched', where: [{ property: 'results', op: 'atMost', value: 0 }] })
  ).toBe('Searched happens with results ≤ 0')
})

test('B5 each template is whole, and what is not filled in is not', () => {
  for (const { rule } of Object.values(templates)) expect(rule.conditions.every(isWhole)).toBe(true)
  for (const kind of ['page', 'event', 'trait', 'country', 'source'] as const) expect(isWhole(fresh[kind])).toBe(false)
  expect(mayAdd('scroll', [fresh.scroll])).toBe(false)
  expect(mayAdd('page', [fresh.page])).toBe(true)
})

test('B5 a day begins where the workspace is, also when the clocks change', () => {
  expect(startOfDay('2026-11-26', 'UTC')).toBe('2026-11-26T00:00:00.000Z')
  expect(startOfDay('2026-11-26', 'Europe/Berlin')).toBe('2026-11-25T23:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
  expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
  expect(startOfDay('2026-11-26', 'Pacific/Auckland')).toBe('2026-11-25T11:00:00.000Z')
  expect(dayOf('2026-11-25T23:00:00.000Z', 'Europe/Berlin')).toBe('2026-11-26')
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})
