import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId, newUuid, toPublic, toUuid } from './ids.ts'

test('a public id and the UUID that is stored are the same 128 bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), bytes => {
      const id = newId('vis', () => bytes)
      expect(id).toBe(`vis_${Buffer.from(bytes).toString('hex')}`)
      expect(toPublic('vis', toUuid(id))).toBe(id)
      expect(newUuid(() => bytes)).toBe(toUuid(id))
    })
  )
})

test('what is no id is refused', () => {
  for (const text of [
    '',
    'vis_',
    `vis_${'0'.repeat(31)}`,
    `vis_${'0'.repeat(33)}`,
    `vis_${'G'.repeat(32)}`,
    '0'.repeat(32),
    `vis_${'0'.repeat(32)}\n`
  ])
    expect(() => toUuid(text)).toThrow('not a public id')
})

test('ID3 many new ids are as many different ones, and each of their 128 bits is anybody’s guess', () => {
  const many = 100_000
  const seen = new Set<string>()
  const ones = new Uint32Array(128)
  for (let made = 0; made < many; made += 1) {
    const id = newId('vis')
    seen.add(id)
    // Of every bit, over a part of them: counting all would take longer than making them.
    if (made % 20 === 0) {
      const bits = BigInt(`0x${id.slice(4)}`)
      for (let bit = 0; bit < 128; bit += 1) if ((bits >> BigInt(bit)) & 1n) ones[bit] = (ones[bit] ?? 0) + 1
    }
  }
  expect(seen.size).toBe(many)
  // Six times the deviation of a fair coin thrown 5 000 times is 212.
  for (const count of ones) expect(Math.abs(count - many / 40)).toBeLessThan(220)
}, 60_000)
