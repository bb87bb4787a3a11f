import type { Evidence, IdentityChain } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { browserLabel, consequencesOf, reasonOf } from './identity-words.ts'

const id = (digit: string) => `vis_${digit.repeat(32)}`
const seen = { firstSeenAt: '2031-05-01T00:00:00Z', lastSeenAt: '2031-05-02T00:00:00Z' }
const browsers: IdentityChain['browsers'] = [
  { visitorId: id('a'), browser: 'Chrome', os: 'macOS', ...seen },
  { visitorId: id('b'), browser: 'Safari', os: 'iOS', ...seen },
  { visitorId: id('c'), browser: 'Safari', os: 'iOS', ...seen }
]
const join = (more: Partial<Evidence>): Evidence => ({
  id: 'joi_1',
  kind: 'user',
  key: 'u_42',
  from: id('b'),
  into: id('a'),
  at: '2031-05-02T00:00:00Z',
  ...more
})

test('browsers are called by what they are, and told apart where two are alike', () => {
  expect(browserLabel(browsers, id('a'))).toBe('Chrome on macOS')
  expect(browserLabel(browsers, id('b'))).toBe('Safari on iOS (bbbb)')
  expect(browserLabel(browsers, id('9'))).toBe('Another browser')
})

test('evidence is a reason in words', () => {
  expect(reasonOf(join({}))).toEqual({ said: 'both signed in as', key: 'u_42' })
  expect(reasonOf(join({ kind: 'fingerprint', key: '3fa1c2d4' }))).toEqual({
    said: 'same device print',
    key: '3fa1c2d4'
  })
})

test('undoing says beforehand what it will do', () => {
  expect(consequencesOf(join({}), browsers).join(' ')).toMatch(
    /Safari on iOS \(bbbb\) becomes a person of its own.*u_42 signs in/s
  )
  expect(consequencesOf(join({ kind: 'fingerprint' }), browsers).join(' ')).toMatch(/recognise nobody/)
})
