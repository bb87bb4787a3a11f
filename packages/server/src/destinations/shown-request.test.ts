import { expect, test } from 'vitest'
import { liveperson } from './liveperson/index.ts'
import { signedSubject } from './liveperson/signed-subject.ts'
import { masking, shownRequest } from './shown-request.ts'
import { webhook } from './webhook/index.ts'

const request = (headers: Record<string, string>, body = '{}') =>
  ({ method: 'POST', url: 'https://hooks.example/in', headers, body }) as const

test('DE6 a request is shown without its signatures, both of them while a secret is being changed', () => {
  const shown = shownRequest(
    request({ 'webhook-id': 'dlv_1', 'webhook-signature': 'v1,c2lnbmVk= v1,YmVmb3Jl=' }),
    webhook,
    {}
  )
  expect(shown.headers).toEqual({ 'webhook-id': 'dlv_1', 'webhook-signature': 'v1,•••••• v1,••••••' })
})

test('DE6 who a token names can be read, and the token passes for nobody', () => {
  const settings = {
    signing_algorithm: 'HS256',
    signing_key: 'a shared secret of more than 32 characters',
    token_issuer: 'us'
  }
  const token = signedSubject('somebody', settings, new Date('2026-11-26T12:00:00Z'))
  const body = JSON.stringify({ identities: [{ sub: token }] })
  const { body: shown } = shownRequest(request({}, body), liveperson, settings)
  expect(shown).toContain(`${token.slice(0, token.lastIndexOf('.'))}.••••••`)
  expect(shown).not.toContain(token)
  expect(masking(liveperson, settings)(`no such token: ${token}`)).not.toContain(token)
})
