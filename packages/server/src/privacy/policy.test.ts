import { europeanCountries, type PrivacyPolicy, type PrivacyRule } from '@foyer/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nowhere, type Place } from '../facts/index.ts'
import { checkedPolicy, defaultPolicy, rulesOf } from './policy.ts'
import { daysUntil, keptUntil, whereaboutsOf } from './whereabouts.ts'

const london: Place = { country: 'GB', region: 'England', city: 'London', timezone: 'Europe/London' }
const boise: Place = { country: 'US', region: 'Idaho', city: 'Boise', timezone: 'America/Boise' }
const known: Record<string, Place> = { '81.2.69.142': london, '2a02:8109:9a80:1:2:3:4:5': london, '8.8.8.8': boise }
const places = { of: (ip: string) => known[ip] ?? nowhere }

const open: PrivacyRule = { ip: 'full', place: 'city', forgetAfterDays: 365 }
const policyWith = (rule: Partial<PrivacyRule>, otherwise: PrivacyRule = open): PrivacyPolicy => ({
  default: otherwise,
  regions: [{ name: 'Europe', countries: europeanCountries, ...open, ...rule }]
})
const keptOf = (policy: PrivacyPolicy, ip: string) => whereaboutsOf(rulesOf(policy), places, ip)

describe('F14 what is kept of an address', () => {
  test('the rule of a region is found from the full address, before anything is left out', () => {
    const policy = policyWith({ ip: 'truncated', place: 'country', forgetAfterDays: 30 })
    expect(keptOf(policy, '81.2.69.142')).toMatchObject({
      ip: '81.2.69.0',
      place: { country: 'GB', region: '', city: '', timezone: 'Europe/London' },
      days: 30
    })
    expect(keptOf(policy, '8.8.8.8')).toMatchObject({ ip: '8.8.8.8', place: boise, days: 365 })
  })

  test.each([
    ['81.2.69.142', '81.2.69.0'],
    ['2a02:8109:9a80:1:2:3:4:5', '2a02:8109:9a80::'],
    ['::ffff:81.2.69.142', '81.2.69.0'],
    // 6to4 carries the IPv4 address of its router behind 2002.
    ['2002:5102:458e:1::1', '2002:5102:4500::'],
    ['fe80::1%eth0', 'fe80::']
  ])('truncated, %s is %s', (ip, kept) => {
    const all = { default: { ...open, ip: 'truncated' as const }, regions: [] }
    expect(keptOf(all, ip).ip).toBe(kept)
  })

  test('never keeps nothing of the address, and none nothing of the place, not even the time zone', () => {
    const policy = policyWith({ ip: 'never', place: 'none' })
    expect(keptOf(policy, '81.2.69.142')).toEqual({
      asked: true,
      ip: '',
      place: nowhere,
      keepsTimezone: false,
      days: 365
    })
  })

  test('a region is kept without its city', () => {
    expect(keptOf(policyWith({ place: 'region' }), '81.2.69.142').place).toEqual({ ...london, city: '' })
  })

  test('who cannot be placed gets the strictest part of every rule', () => {
    const policy = policyWith({ ip: 'never', place: 'region', forgetAfterDays: 30 }, { ...open, place: 'country' })
    expect(rulesOf(policy).unknown).toEqual({ ip: 'never', place: 'country', forgetAfterDays: 30 })
    expect(keptOf(policy, '10.0.0.1')).toMatchObject({ ip: '', place: nowhere, days: 30 })
    expect(rulesOf(defaultPolicy).unknown).toEqual(defaultPolicy.default)
  })

  test('no address is ever kept finer than the rule says, whatever the address', () => {
    const rule = fc.record({
      ip: fc.constantFrom('full' as const, 'truncated' as const, 'never' as const),
      place: fc.constantFrom('city' as const, 'region' as const, 'country' as const, 'none' as const),
      forgetAfterDays: fc.integer({ min: 1, max: 3650 })
    })
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), rule, (ip, given) => {
        const kept = keptOf({ default: given, regions: [] }, ip)
        if (given.ip === 'never') expect(kept.ip).toBe('')
        if (given.ip === 'truncated') expect(kept.ip).toMatch(/^(|\d+\.\d+\.\d+\.0|[0-9a-f:]*::)$/)
      })
    )
  })
})

test('F14 what is kept has an end, and is not kept longer for being told again', () => {
  const at = Date.parse('2026-11-21T12:00:00Z')
  const where = keptOf(policyWith({ forgetAfterDays: 30 }), '81.2.69.142')
  const until = keptUntil(where, at)
  expect(until?.toISOString()).toBe('2026-12-21T12:00:00.000Z')
  expect(daysUntil(until, at + 10 * 86_400_000)).toBe(20)
  expect(daysUntil(until, at + 40 * 86_400_000)).toBe(0)
  expect(keptUntil(keptOf(policyWith({ ip: 'never', place: 'none' }), '81.2.69.142'), at)).toBeNull()
})

describe('a policy that says two things at once is refused with a sentence', () => {
  const region = (name: string, ...countries: string[]) => ({ name, countries, ...open })
  test.each([
    ['a country in two regions', [region('North', 'SE', 'NO'), region('Nordics', 'NO')], 'Norway is in North already'],
    ['two regions of one name', [region('North', 'SE'), region(' North ', 'NO')], 'Two regions are called North'],
    ['a country that is none', [region('Nowhere', 'QQ')], 'QQ is not the code of a country']
  ])('%s', (_what, regions, sentence) => {
    expect(() => checkedPolicy({ default: open, regions })).toThrow(sentence)
  })

  test('every country of the ready group is one', () => {
    expect(checkedPolicy(policyWith({})).regions[0]?.countries).toHaveLength(europeanCountries.length)
    expect(new Set(europeanCountries).size).toBe(europeanCountries.length)
  })
})
