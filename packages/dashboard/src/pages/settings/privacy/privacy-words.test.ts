import type { PrivacyRule } from '@foyer/protocol'
import { europeanCountries } from '@foyer/protocol/plain'
import { describe, expect, test } from 'vitest'
import { allCountries, appliesText, countriesText, groupsOf, ruleSentence } from './privacy-words.ts'

describe('F14 a rule is told in a plain sentence', () => {
  test.each<[PrivacyRule, string]>([
    [
      { ip: 'full', place: 'city', forgetAfterDays: 365 },
      'The IP address is kept whole and the place is kept to the city; both are forgotten after 365 days.'
    ],
    [
      { ip: 'truncated', place: 'country', forgetAfterDays: 1 },
      'The IP address is shortened and the place is kept to the country; both are forgotten after 1 day.'
    ],
    [
      { ip: 'never', place: 'region', forgetAfterDays: 30 },
      'No IP address is stored; the place is kept to the region and forgotten after 30 days.'
    ],
    [
      { ip: 'truncated', place: 'none', forgetAfterDays: 30 },
      'The IP address is shortened and forgotten after 30 days; no place is stored.'
    ],
    [{ ip: 'never', place: 'none', forgetAfterDays: 30 }, 'Neither an IP address nor a place is stored.']
  ])('%o', (rule, sentence) => {
    expect(ruleSentence(rule)).toBe(sentence)
  })
})

test('the ready group is shown as one, and the rest by name', () => {
  expect(groupsOf([...europeanCountries, 'US', 'CA'])).toEqual({ isEurope: true, others: ['CA', 'US'] })
  expect(groupsOf(['GB', 'DE'])).toEqual({ isEurope: false, others: ['DE', 'GB'] })
  expect(countriesText(europeanCountries)).toBe('EU and EEA, United Kingdom and Switzerland')
  expect(countriesText(['GB', 'DE'])).toBe('Germany, United Kingdom')
  expect(countriesText(['AR', 'BR', 'CA', 'CL', 'CO', 'EC', 'MX', 'PE'])).toMatch(/and 2 more$/)
})

test('every country can be chosen, each once, and nothing that is none', () => {
  const names = allCountries.map(country => country.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['Germany', 'Taiwan', 'United States', 'Kosovo', 'South Sudan']))
  expect(names.length).toBeGreaterThan(240)
  expect(names.length).toBeLessThan(252)
  for (const code of europeanCountries) expect(allCountries.map(country => country.code)).toContain(code)
})

test('which rule it is, is said', () => {
  expect(appliesText({ by: 'region', region: 'Europe' })).toBe('The rule of “Europe” applies.')
  expect(appliesText({ by: 'unknown' })).toMatch(/^Nobody knows/)
})
