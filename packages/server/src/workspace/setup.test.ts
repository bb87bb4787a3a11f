import { expect, test } from 'vitest'
import { newCode } from './setup.ts'

test('a code is three groups of letters that no font confuses', () => {
  for (let round = 0; round < 200; round++)
    expect(newCode(n => crypto.getRandomValues(new Uint8Array(n)))).toMatch(
      /^([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}$/
    )
})

test('every letter of a code is as likely as every other', () => {
  const always = (...bytes: number[]) =>
    newCode(n => Uint8Array.from({ length: n }, (_, index) => bytes[index % bytes.length] ?? 0))
  const counts = Map.groupBy(
    Array.from({ length: 248 }, (_, byte) => always(byte)),
    code => code
  )
  expect([...counts.values()].map(codes => codes.length)).toEqual(Array(31).fill(8))
  for (let byte = 248; byte < 256; byte++) expect(always(byte, 5)).toBe(always(5))
})
