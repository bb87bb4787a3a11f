import { describe, expect, test } from 'vitest'
import { type ConsentRule, type Current, mayBeSent, readConsent } from './consent.ts'

const marketing: ConsentRule = { consentCategories: ['marketing'], whenConsentUnknown: 'send' }
const both: ConsentRule = { ...marketing, consentCategories: ['marketing', 'Analytics'] }
const careful: ConsentRule = { ...marketing, whenConsentUnknown: 'withhold' }
const open: ConsentRule = { ...careful, consentCategories: [] }

const event = (consent: unknown, timeMs = 1_000) => ({ said: readConsent(consent), timeMs })
const now = (consent: unknown, atMs: number): Current => {
  const said = readConsent(consent)
  if (!said) throw new Error('says nothing')
  return { ...said, atMs }
}
const reason = (rule: ConsentRule, of: ReturnType<typeof event>, current: Current | null = null) => {
  const answer = mayBeSent(rule, of, current)
  return answer.may ? 'sent' : answer.reason
}

describe('DE5 what an event says of consent', () => {
  test('both forms are read, whatever the case of a name', () => {
    for (const consent of [
      { marketing: true },
      { Marketing: true },
      { categoryPreferences: { MARKETING: true, Analytics: false } }
    ])
      expect(reason(marketing, event(consent)), JSON.stringify(consent)).toBe('sent')
    for (const consent of [{ marketing: false }, { analytics: true }, { categoryPreferences: { Advertising: true } }])
      expect(reason(marketing, event(consent)), JSON.stringify(consent)).toBe('no_consent')
  })

  test('all categories of a destination are needed', () => {
    expect(reason(both, event({ marketing: true }))).toBe('no_consent')
    expect(reason(both, event({ marketing: true, analytics: true }))).toBe('sent')
  })

  test('a name that is written twice, once with a no, is a no', () => {
    expect(reason(marketing, event({ marketing: true, Marketing: false }))).toBe('no_consent')
    expect(reason(marketing, event({ Marketing: false, marketing: true }))).toBe('no_consent')
  })

  test('what says nothing follows the choice of the team; an empty object says no', () => {
    for (const nothing of [undefined, null, 'yes', 7, []]) {
      expect(reason(marketing, event(nothing))).toBe('sent')
      expect(reason(careful, event(nothing))).toBe('consent_unknown')
    }
    for (const empty of [{}, { categoryPreferences: {} }]) expect(reason(marketing, event(empty))).toBe('no_consent')
  })

  test('only true is a yes', () => {
    for (const value of ['true', 1, null, {}, [true]])
      expect(reason(marketing, event({ marketing: value })), JSON.stringify(value)).toBe('no_consent')
  })

  test('a destination without categories needs no consent, but nobody is sent who opted out or asks with GPC', () => {
    expect(reason(open, event({ marketing: false }))).toBe('sent')
    expect(reason(open, event(undefined))).toBe('sent')
    expect(reason(open, event({ gpc: true }))).toBe('gpc')
    expect(reason(marketing, event({ marketing: true, gpc: true }))).toBe('gpc')
    expect(reason(marketing, event({ marketing: true, optOut: true }))).toBe('opted_out')
    expect(reason(marketing, event({ gpc: false }))).toBe('sent')
  })
})

describe('DE5 what the visitor says now counts as well', () => {
  const agreed = event({ marketing: true }, 1_000)
  const refused = event({ marketing: false }, 1_000)

  test('taken back between the event and its sending', () => {
    expect(reason(marketing, agreed, now({ marketing: false }, 2_000))).toBe('consent_withdrawn')
    expect(reason(marketing, agreed, now({}, 2_000))).toBe('consent_withdrawn')
    expect(reason(marketing, agreed, now({ gpc: true }, 2_000))).toBe('gpc')
    expect(reason(marketing, agreed, now({ optOut: true }, 2_000))).toBe('opted_out')
  })

  test('given after the event, it covers what waits', () => {
    expect(reason(marketing, refused, now({ marketing: true }, 2_000))).toBe('sent')
    expect(reason(careful, event(undefined, 1_000), now({ marketing: true }, 2_000))).toBe('sent')
    expect(reason(marketing, event({ gpc: true }, 1_000), now({ marketing: true }, 2_000))).toBe('sent')
  })

  test('given before the event, it does not overrule the event', () => {
    expect(reason(marketing, refused, now({ marketing: true }, 1_000))).toBe('no_consent')
    expect(reason(marketing, event({ gpc: true }), now({ marketing: true }, 500))).toBe('gpc')
  })

  test('an event that says nothing goes by what the visitor says', () => {
    const silent = event(undefined, 1_000)
    expect(reason(careful, silent, now({ marketing: true }, 500))).toBe('sent')
    expect(reason(marketing, silent, now({ marketing: false }, 500))).toBe('no_consent')
  })
})
