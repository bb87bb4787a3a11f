import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVault, newToken, tokenHash } from './vault.ts'

const vault = createVault('a secret', randomBytes)

test('what was sealed for one owner opens for that owner only', () => {
  fc.assert(
    fc.property(
      fc.string().filter(text => text.isWellFormed()),
      fc.uuid(),
      fc.uuid(),
      (text, owner, other) => {
        fc.pre(owner !== other)
        const sealed = vault.seal(text, owner)
        expect(vault.open(sealed, owner)).toBe(text)
        expect(() => vault.open(sealed, other)).toThrow()
      }
    )
  )
})

test('a changed byte anywhere is noticed', () => {
  const sealed = vault.seal('identity secret', 'agent')
  for (let index = 0; index < sealed.length; index++) {
    const bent = Buffer.from(sealed)
    bent[index] = (bent[index] ?? 0) ^ 1
    expect(() => vault.open(bent, 'agent')).toThrow()
  }
})

test('another FOYER_SECRET opens nothing and signs otherwise', () => {
  const other = createVault('another secret', randomBytes)
  expect(() => other.open(vault.seal('text', 'agent'), 'agent')).toThrow()
  expect(other.sign('entry').equals(vault.sign('entry'))).toBe(false)
})

test('the same secret sealed twice looks different each time', () => {
  expect(vault.seal('text', 'agent').equals(vault.seal('text', 'agent'))).toBe(false)
})

test('a token is a prefix and 256 random bits, and is recognised by its hash', () => {
  const token = newToken('fk', randomBytes)
  expect(token).toMatch(/^fk_[0-9a-f]{64}$/)
  expect(newToken('fk', randomBytes)).not.toBe(token)
  expect(tokenHash(token)).toHaveLength(32)
})
