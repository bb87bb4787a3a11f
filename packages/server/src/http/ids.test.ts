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

test('a thousand new ids are a thousand different ones', () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId('agt'))).size).toBe(1000)
})
