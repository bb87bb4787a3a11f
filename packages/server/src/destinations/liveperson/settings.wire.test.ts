import type { Destination } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LocalLivePerson, startLivePerson } from '../../../../../demo/liveperson/server.ts'
import { startServer } from '../../../test/start.ts'
import { call, mintWorkspace, useServer } from '../../../test/workspace.ts'

let server: Awaited<ReturnType<typeof startServer>>
let strict: Awaited<ReturnType<typeof startServer>>
let local: LocalLivePerson
beforeAll(async () => {
  local = await startLivePerson()
  server = await startServer({ allowPrivate: true, domainApi: local.url })
  useServer(server)
})
afterAll(async () => {
  await server.stop()
  await local.close()
})

type Refusal = { error: { message: string; field?: string } }
type Given = Record<string, unknown>
const settings = (more: Given = {}): Given => ({
  monitoring_domain: local.host,
  account_id: local.account.id,
  app_installation_id: local.account.appKey,
  ...more
})
async function add(given: Given, more: Given = {}) {
  const { key } = await mintWorkspace()
  const answer = await call<Destination & Refusal>('POST', '/api/destinations', {
    who: key,
    body: { type: 'liveperson', preset: 'retail', name: 'LivePerson', settings: given, ...more }
  })
  return {
    key,
    status: answer.status,
    body: answer.body,
    problem: [answer.body.error?.field, answer.body.error?.message]
  }
}

describe('S1 a LivePerson destination', () => {
  test('is added with three settings, and begins with what the others usually are', async () => {
    const { status, body } = await add(settings())
    expect(status).toBe(201)
    expect(body).toMatchObject({
      preset: 'retail',
      consentCategories: ['marketing'],
      differences: [],
      settings: { ...settings(), api_version: '1.0', http_method: 'POST', send_customer_id: true }
    })
  })
  test.each([
    ['account_id', 'Account ID is missing.'],
    ['app_installation_id', 'App Key is missing.']
  ])('without %s is refused with a plain message', async (key, sentence) => {
    const { status, problem } = await add(settings({ [key]: '' }))
    expect([status, ...problem]).toEqual([422, `settings.${key}`, expect.stringContaining(sentence)])
  })
  test('without anything says what is missing first, and asks nobody', async () => {
    const { status, problem } = await add({})
    expect([status, ...problem]).toEqual([
      422,
      'settings.account_id',
      expect.stringMatching(/^Account ID is missing\. The number/)
    ])
  })
  test.each([
    ['account_id', 'shop.example', 'The Account ID is a number, such as 12345678.'],
    ['app_installation_id', '../other', 'The App Key is a UUID'],
    ['monitoring_domain', 'user@127.0.0.1', 'The monitoring domain is a host of LivePerson'],
    ['http_method', 'DELETE', 'HTTP method must be one of POST, PUT.'],
    ['max_age_minutes', 1000, 'Give 1 to 360 minutes']
  ])('whose %s is %j is refused with the field’s name', async (key, value, sentence) => {
    const { status, problem } = await add(settings({ [key]: value }))
    expect([status, ...problem]).toEqual([422, `settings.${key}`, expect.stringContaining(sentence)])
  })
  test('S11 keeps its signing key to itself, and other changes go without it', async () => {
    const signing = { authenticated: true, signing_algorithm: 'HS256', token_issuer: 'https://id.example.com' }
    const without = await add(settings(signing))
    expect(without.problem).toEqual(['settings.signing_key', expect.stringContaining('Signing key is missing.')])
    const { key, body } = await add(settings({ ...signing, signing_key: 'a secret of thirty-two characters' }))
    expect(body.settings.signing_key).toEqual({ isSet: true })
    const changed = await call<Destination>('PATCH', `/api/destinations/${body.id}`, {
      who: key,
      body: { settings: { key_id: 'key-2' } }
    })
    expect(changed.body.settings).toMatchObject({ key_id: 'key-2', signing_key: { isSet: true } })
  })
})

describe('S2 the monitoring domain', () => {
  const resolve = async (given: Given) => {
    const { key } = await mintWorkspace()
    return call<{ settings: Given; message: string } & Refusal>('POST', '/api/destinations/resolve', {
      who: key,
      body: { type: 'liveperson', settings: given }
    })
  }
  test('is looked up by the button, from what is filled in so far', async () => {
    local.nameHost('lo.v.liveperson.net')
    const { status, body } = await resolve({ monitoring_domain: local.host, account_id: local.account.id })
    expect(status).toBe(200)
    expect(body).toEqual({
      settings: { monitoring_domain: 'lo.v.liveperson.net' },
      message: `LivePerson says that account ${local.account.id} is monitored by lo.v.liveperson.net.`
    })
    local.nameHost(undefined)
  })
  test('left empty is looked up at save, and where LivePerson cannot be asked the field says so', async () => {
    const found = await add(settings({ monitoring_domain: '' }))
    expect(found).toMatchObject({ status: 201, body: { settings: { monitoring_domain: `http://${local.host}` } } })
    local.failDomain({ is: 'reset' })
    const { status, problem } = await add(settings({ monitoring_domain: '' }))
    expect([status, ...problem]).toEqual([
      422,
      'settings.monitoring_domain',
      expect.stringMatching(
        /^Monitoring domain was left empty, and could not be looked up\. LivePerson’s Domain API was not reached: .* broke off the connection\. Try again in a minute, or enter/
      )
    ])
  })
  test('of an account that nobody knows is a sentence, and stands beside the account', async () => {
    const { status, problem } = await add(settings({ monitoring_domain: '', account_id: '99' }))
    expect([status, ...problem]).toEqual([
      422,
      'settings.account_id',
      expect.stringMatching(/^LivePerson knows no account 99\. Check account_id/)
    ])
  })
  test('of an account that nobody knows is a sentence of the button, too', async () => {
    const { status, body } = await resolve({ monitoring_domain: local.host, account_id: '99' })
    expect([status, body.error.message]).toEqual([
      422,
      expect.stringMatching(/^LivePerson knows no account 99\. Check account_id/)
    ])
  })
  test('P42 is a host of LivePerson, where the operator does not say otherwise', async () => {
    strict = await startServer()
    useServer(strict)
    for (const domain of [local.host, '169.254.169.254', 'evil.example', 'va.v.liveperson.net.evil.example']) {
      const { status, problem } = await add(settings({ monitoring_domain: domain }))
      expect([status, problem[0]], domain).toEqual([422, 'settings.monitoring_domain'])
    }
    useServer(server)
    await strict.stop()
  })
})
