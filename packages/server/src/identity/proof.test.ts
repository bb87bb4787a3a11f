import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { namesNobody, proveByJwt, proveBySignature } from './proof.ts'

const secret = 'an identity secret of thirty-two characters'
const agent = 'agt_0123456789abcdef0123456789abcdef'
const now = new Date('2026-11-21T12:00:00Z')
const key = new TextEncoder().encode(secret)

const signed = (claims: Record<string, unknown>, sub = 'u_42', expires = '2026-11-21T13:00:00Z') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(new Date(expires))
    .sign(key)

describe('F11 a signed user token', () => {
  test('is believed, with the attributes inside it', async () => {
    const proof = await proveByJwt(await signed({ traits: { plan: 'pro' } }), [secret], agent, now)
    expect(proof).toMatchObject({ userId: 'u_42', traits: { plan: 'pro' }, oneBrowser: false })
  })

  test('signed with the secret of before is believed while that one still is', async () => {
    const token = await signed({})
    await expect(proveByJwt(token, ['the new one', secret], agent, now)).resolves.toMatchObject({ userId: 'u_42' })
    await expect(proveByJwt(token, ['the new one'], agent, now)).rejects.toMatchObject({ code: 'wrong_credential' })
  })

  const refused: [string, () => Promise<string> | string, string][] = [
    ['expired', () => signed({}, 'u_42', '2026-11-21T11:00:00Z'), 'expired_token'],
    [
      'without exp',
      () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('u').sign(key),
      'wrong_credential'
    ],
    ['not yet valid', () => signed({ nbf: now.getTime() / 1000 + 3600 }), 'wrong_credential'],
    ['for another agent', () => signed({ aud: 'agt_other' }), 'wrong_credential'],
    ['without a signature', async () => `${(await signed({})).split('.').slice(0, 2).join('.')}.`, 'wrong_credential'],
    ['of alg none', () => `${b64({ alg: 'none' })}.${b64({ sub: 'u', exp: 9_999_999_999 })}.`, 'wrong_credential'],
    ['that is no token', () => 'hello', 'wrong_credential'],
    ['that names nobody', () => signed({}, '[object Object]'), 'invalid']
  ]
  test.each(refused)('P56 P57 P59 %s gains nothing', async (_name, make, code) => {
    await expect(proveByJwt(await make(), [secret], agent, now)).rejects.toMatchObject({ code })
  })
})

describe("F11 FluentBot's signed visitor", () => {
  const visitor = { name: 'Jordan Park', email: 'jordan@acme.com', data: { plan: 'pro' } }
  const sign = (value: object) => createHmac('sha256', secret).update(JSON.stringify(value)).digest('hex')

  test('is known by its e-mail, with its data as attributes', () => {
    const proof = proveBySignature({ ...visitor, signature: sign(visitor) }, [secret], now)
    expect(proof).toMatchObject({ userId: 'jordan@acme.com', traits: { plan: 'pro', name: 'Jordan Park' } })
  })

  test('may leave data out, which is signed as null', () => {
    const { name, email } = visitor
    const signature = sign({ name, email, data: null })
    expect(proveBySignature({ name, email, signature }, [secret], now).userId).toBe(email)
  })

  test('P56 with anything changed after signing, or no signature, gains nothing', () => {
    const signature = sign(visitor)
    for (const forged of [
      { ...visitor, email: 'ceo@acme.com', signature },
      { ...visitor, data: { plan: 'free' }, signature },
      { ...visitor, signature: '' },
      { ...visitor, signature: 'zz' }
    ])
      expect(() => proveBySignature(forged, [secret], now)).toThrow(/does not match/)
  })
})

test('values that name nobody are recognised however they are written', () => {
  for (const value of ['anonymous', ' NULL ', 'undefined', '0', '000', '"null"', '[object Object]', '', '  ', 'Guest'])
    expect(namesNobody(value), value).toBe(true)
  for (const value of ['u_1', 'jordan@acme.com', '10', 'nullah']) expect(namesNobody(value), value).toBe(false)
})

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
