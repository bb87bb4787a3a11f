import { expect, test } from 'vitest'
import { valueWords } from './values.ts'

test('a code that people have a name for is called by it: a country, a language, a device', () => {
  expect(valueWords('country', 'DE')).toBe('Germany')
  expect(valueWords('language', 'de-CH')).toBe('Swiss High German')
  expect(valueWords('language', 'pt-BR')).toBe('Brazilian Portuguese')
  expect(valueWords('device', 'mobile')).toBe('Phone')
  expect(valueWords('person.verified', 'true')).toBe('Yes')
})

test('what has no name is shown as it came, without marks that turn the line around', () => {
  expect(valueWords('country', 'de')).toBe('de')
  expect(valueWords('language', 'not a language!')).toBe('not a language!')
  expect(valueWords('device', 'constructor')).toBe('constructor')
  expect(valueWords('page', '/a\u202eb')).toBe('/ab')
  expect(valueWords('plan', 'DE')).toBe('DE')
})

test('what is not known is said as what is missing', () => {
  expect(valueWords('country', '')).toBe('Unknown')
  expect(valueWords('campaign', '')).toBe('No campaign')
})
