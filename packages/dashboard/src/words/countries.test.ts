import { expect, test } from 'vitest'
import { countryName, flagOf, placeText } from './countries.ts'

test('a country code is a flag and a name', () => {
  expect(flagOf('PT')).toBe('🇵🇹')
  expect(countryName('PT')).toBe('Portugal')
})

test('F2 what is no country code has no flag and is shown as it came; nothing is shown as —', () => {
  expect([flagOf(undefined), flagOf('pt'), flagOf('<b'), flagOf('EUR')]).toEqual(['', '', '', ''])
  expect(countryName(undefined)).toBe('—')
  expect(countryName('<b')).toBe('<b')
})

test('a place is its city and country, as far as they are known', () => {
  expect(placeText({ city: 'Lisbon', region: 'Lisboa', country: 'PT' })).toBe('Lisbon, Portugal')
  expect(placeText({ region: 'Bavaria', country: 'DE' })).toBe('Bavaria, Germany')
  expect(placeText({ city: 'Singapore', country: 'SG' })).toBe('Singapore')
  expect(placeText({})).toBe('—')
})
