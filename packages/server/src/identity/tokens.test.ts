import { describe, expect, test } from 'vitest'
import { newUuid } from '../http/index.ts'
import { createVisitorTokens, tokenDays, type VisitorToken } from './tokens.ts'

const tokens = createVisitorTokens('a secret')
const made: VisitorToken = {
  workspace: 7,
  visitor: newUuid(),
  shown: newUuid(),
  trust: 'own',
  issuedAt: Date.parse('2026-11-21T12:00:00Z')
}

describe('a visitor token', () => {
  test('comes back as it was made', () => {
    expect(tokens.read(tokens.issue(made))).toEqual(made)
    expect(tokens.read(tokens.issue({ ...made, trust: 'print' }))?.trust).toBe('print')
  })

  test('with any byte changed, of another server, or made up, is none', () => {
    const text = tokens.issue(made)
    const bytes = Buffer.from(text.slice(3), 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const forged = Buffer.from(bytes)
      forged.writeUInt8(forged.readUInt8(at) ^ 1, at)
      expect(tokens.read(`vt_${forged.toString('base64url')}`), `byte ${at}`).toBeNull()
    }
    expect(createVisitorTokens('another secret').read(text)).toBeNull()
    for (const other of ['', 'vt_', 'vt_AAAA', 'hello', `vt_${'A'.repeat(500)}`]) expect(tokens.read(other)).toBeNull()
  })

  test('outlives its days and no more', () => {
    const day = 86_400_000
    expect(tokens.isExpired(made, made.issuedAt + tokenDays * day)).toBe(false)
    expect(tokens.isExpired(made, made.issuedAt + tokenDays * day + 1000)).toBe(true)
  })
})
