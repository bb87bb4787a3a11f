import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashed } from './personal.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

// A hash of anything else than Meta's own form of a value matches nobody, and nobody is told.
test.each([
  ['em', '  Jo.Berg@Example.COM ', 'jo.berg@example.com'],
  ['ph', '+49 (0)30 901820', '4930901820'],
  ['ph', '0049 30 901820', '4930901820'],
  ['fn', ' Anna-Lena ', 'annalena'],
  ['ln', 'O’Neill', 'oneill'],
  ['ct', 'St. Gallen', 'stgallen'],
  ['st', 'New York', 'newyork'],
  ['zp', 'SW1A 2AA', 'sw1a2aa'],
  ['country', 'DE', 'de'],
  ['ge', 'Female', 'f'],
  ['db', '1990-02-28', '19900228'],
  ['external_id', ' U-7 ', 'U-7']
])('%s: %j is compared as %j', (key, given, form) => {
  expect(hashed({ [key]: given })).toEqual({ [key]: [hash(form)] })
})

test('what is a hash already stays, what is empty is left out, and the rest goes as it is', () => {
  const already = hash('jo@example.com')
  expect(hashed({ em: [already, ' '], ph: 'none', fbp: 'fb.1.2.3', client_ip_address: '203.0.113.7' })).toEqual({
    em: [already],
    fbp: 'fb.1.2.3',
    client_ip_address: '203.0.113.7'
  })
})
