import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { build } from './report.ts'
import { mappedBy, moment, now, page, settings } from './testing/moment.ts'

const demands = (algorithm: string, key: string) => ({
  ...settings,
  authenticated: true,
  signing_algorithm: algorithm,
  signing_key: key,
  key_id: 'key-1',
  token_issuer: 'https://id.example.com',
  token_audience: 'liveperson'
})
const pair = (made: { publicKey: KeyObject; privateKey: KeyObject }) => ({
  checks: made.publicKey,
  signs: String(made.privateKey.export({ type: 'pkcs8', format: 'pem' }))
})
const secret = 'a secret of thirty-two characters'
const keys: [string, { checks: KeyObject; signs: string }][] = [
  ['RS256', pair(generateKeyPairSync('rsa', { modulusLength: 2048 }))],
  ['ES256', pair(generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
  ['HS256', { checks: createSecretKey(Buffer.from(secret)), signs: secret }]
]

function identitiesOf(given: Record<string, unknown>, userId?: string, consent?: Record<string, boolean>) {
  const event = {
    ...page(),
    ...(consent ? { context: { consent } } : {}),
    ...(userId ? { visitor: { userId } } : {})
  }
  const built = build(mappedBy('retail', event), moment({ settings: given }))
  if ('invalid' in built) throw new Error(built.invalid)
  return JSON.parse(String(built.request.body)).identities as { iss: string; acr: string; sub: string }[]
}
const anonymous = { iss: 'Datafly', acr: '0', sub: 'vis_00000000000000000000000000000001' }

describe('S5 who is reported', () => {
  test('is the anonymous visitor, with the issuer of the settings and acr 0, signed in or not', () => {
    expect(identitiesOf(settings)).toEqual([anonymous])
    expect(identitiesOf(settings, 'user-1')).toEqual([anonymous])
    expect(identitiesOf({ ...settings, issuer: 'LivePerson' })).toEqual([{ ...anonymous, iss: 'LivePerson' }])
  })
})

describe('S11 where the account demands authenticated monitoring', () => {
  test.each(keys)(
    'a visitor who is proven is loa1, with a sub that %s signed',
    async (algorithm, { checks, signs }) => {
      const identities = identitiesOf(demands(algorithm, signs), 'user-1')
      expect(identities).toMatchObject([{ iss: 'https://id.example.com', acr: 'loa1' }])
      const { payload, protectedHeader } = await jwtVerify(identities[0]?.sub ?? '', checks, {
        issuer: 'https://id.example.com',
        audience: 'liveperson',
        currentDate: now
      })
      expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-1' })
      expect(payload).toMatchObject({ sub: 'user-1', acr: 'loa1', iat: now.getTime() / 1000 })
    }
  )
  test('its signature is good for ten minutes, and nobody else’s', async () => {
    const [, { checks, signs }] = keys[0] as (typeof keys)[0]
    const [, other] = keys[1] as (typeof keys)[0]
    const sub = identitiesOf(demands('RS256', signs), 'user-1')[0]?.sub ?? ''
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    await expect(jwtVerify(sub, checks, { currentDate: later(599) })).resolves.toBeDefined()
    await expect(jwtVerify(sub, checks, { currentDate: later(601) })).rejects.toThrow('exp')
    await expect(jwtVerify(sub, other.checks, { currentDate: now })).rejects.toThrow()
  })
  test('everybody else stays acr 0, and so does who refused marketing', () => {
    const [, { signs }] = keys[0] as (typeof keys)[0]
    expect(identitiesOf(demands('RS256', signs))).toEqual([anonymous])
    expect(identitiesOf(demands('RS256', signs), 'user-1', { marketing: false })).toEqual([anonymous])
    expect(identitiesOf(demands('RS256', signs), 'user-1', { marketing: true })).toMatchObject([{ acr: 'loa1' }])
  })
})
