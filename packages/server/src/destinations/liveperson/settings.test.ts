import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { check, settings as fields } from './settings.ts'
import { settings } from './testing/moment.ts'

const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' })
const ec = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' })
const problems = (more: Record<string, unknown>, allowPrivate = false) =>
  check({ ...settings, ...more }, { allowPrivate })

describe('S1 the settings', () => {
  test('monitoring_domain, account_id and app_installation_id are required, each with a plain word of help', () => {
    const required = fields.filter(field => field.required && !field.shownWhen)
    expect(required.map(field => field.key).sort()).toEqual(['account_id', 'app_installation_id', 'monitoring_domain'])
    for (const field of required) expect(field.help).toMatch(/^[A-Z].*\.$/)
  })
  test.each(['va.bc-monitoring.liveperson.net', 'LO.v.liveperson.net', 'https://sy.v.liveperson.net/'])(
    '%s is a monitoring domain',
    domain => expect(problems({ monitoring_domain: domain })).toEqual([])
  )
  test.each([
    '',
    'liveperson.net',
    'liveperson.net.evil.example',
    'evil.example/.liveperson.net',
    'evil.example#.liveperson.net',
    'evil@va.v.liveperson.net',
    'va.v.liveperson.net@evil.example',
    'va.v.liveperson.net:8443',
    'va.v.liveperson.net/api',
    'http://va.v.liveperson.net',
    'vä.liveperson.net',
    '.liveperson.net',
    '169.254.169.254',
    'localhost.evil.example',
    'file:///etc/passwd'
  ])('P42 %j is not, and the sentence says what is', domain => {
    expect(problems({ monitoring_domain: domain })).toEqual([
      {
        key: 'monitoring_domain',
        message: expect.stringMatching(/^The monitoring domain is a host of LivePerson, such as/)
      }
    ])
  })
  test.each(['127.0.0.1', 'localhost:4060', 'http://[::1]:4060'])(
    'P42 %s is not, and whoever tries the local one is told what it takes',
    domain => {
      expect(problems({ monitoring_domain: domain }).map(problem => problem.message)).toEqual([
        expect.stringMatching(/a server of your own.*FOYER_ALLOW_PRIVATE_DESTINATIONS=true, as npm run demo:liveperson/)
      ])
    }
  )
  test('a server of one’s own is one where the operator allows it, if it is a host and nothing more', () => {
    for (const domain of ['127.0.0.1:4060', 'http://localhost:4060', 'https://lp.test'])
      expect(problems({ monitoring_domain: domain }, true), domain).toEqual([])
    for (const domain of ['127.0.0.1/x', 'user@127.0.0.1', 'file:///etc', ''])
      expect(problems({ monitoring_domain: domain }, true), domain).toHaveLength(1)
  })
  test('events are too old after one minute to six hours', () => {
    for (const minutes of [0, 361, -5]) expect(problems({ max_age_minutes: minutes })).toHaveLength(1)
    expect(problems({ max_age_minutes: 360 })).toEqual([])
  })
})

describe('S11 the signing key', () => {
  const told = (signing_algorithm: string, signing_key: unknown) =>
    problems({ authenticated: true, signing_algorithm, signing_key }).map(problem => problem.message)
  test('fits its algorithm', () => {
    expect(told('RS256', rsa(2048))).toEqual([])
    expect(told('RS256', String(rsa(2048)).replaceAll('\n', '\\n'))).toEqual([])
    expect(told('ES256', ec('P-256'))).toEqual([])
    expect(told('HS256', 'a secret of thirty-two characters')).toEqual([])
  })
  test('that does not is told in a sentence', () => {
    expect(told('RS256', rsa(1024))).toEqual(['RS256 needs an RSA key of at least 2048 bits.'])
    expect(told('RS256', ec('P-256'))).toEqual(['RS256 needs an RSA key.'])
    expect(told('ES256', ec('P-384'))).toEqual(['ES256 needs an EC key of the curve P-256.'])
    expect(told('RS256', 'no key')).toEqual([expect.stringMatching(/^Give the private key for RS256 in PEM form/)])
    expect(told('HS256', 'short')).toEqual(['A secret for HS256 has at least 32 characters.'])
  })
  test('that was saved before is not looked at again', () => {
    expect(told('RS256', Symbol('kept'))).toEqual([])
  })
})
