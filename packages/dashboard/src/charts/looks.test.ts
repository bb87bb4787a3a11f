import { expect, test } from 'vitest'
import { lookOf, restLook } from './looks.ts'

test('sixteen lines and the rest are told apart without their colours, and two after one another by dash and mark both', () => {
  const looks = Array.from({ length: 16 }, (_, index) => lookOf(index))
  const signs = [...looks, restLook].map(({ dash, mark }) => `${dash} ${mark}`)
  expect(new Set(signs).size).toBe(17)
  for (const [index, { dash, mark }] of looks.slice(1).entries()) {
    expect(dash).not.toBe(looks[index]?.dash)
    expect(mark).not.toBe(looks[index]?.mark)
  }
  // Further on the same dash and mark come again in another colour.
  const all = Array.from({ length: 110 }, (_, index) => lookOf(index))
  expect(new Set(all.map(look => JSON.stringify(look))).size).toBe(110)
})
