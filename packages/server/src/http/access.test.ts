import Fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { type AccessLevel, type Actor, AppError, actorOf, installHttp, memberOf, serverOptions } from './index.ts'

const key: Actor = { kind: 'key', keyId: 'k', workspaceId: 'w', scopes: new Set(['people:read']), label: 'A key' }
const member: Actor = {
  kind: 'member',
  memberId: 'm',
  workspaceId: 'w',
  role: 'viewer',
  scopes: new Set(['people:read']),
  sessionId: 's',
  label: 'Ada'
}

function appFor(actor: Actor | null): FastifyInstance {
  const app = Fastify(serverOptions)
  installHttp(app, { authenticate: async () => actor, publicUrl: 'https://foyer.example', trustedProxies: [] })
  return app
}

const ask = async (
  access: AccessLevel,
  actor: Actor | null,
  headers: Record<string, string> = {},
  method: 'GET' | 'POST' = 'GET'
) => {
  const app = appFor(actor)
  app.route({
    method,
    url: '/api/it',
    config: { access },
    handler: async request => ({ actor: request.actor?.label ?? null })
  })
  const answer = await app.inject({ method, url: '/api/it', headers: { host: 'foyer.example', ...headers } })
  return [answer.statusCode, answer.json().actor ?? answer.json().error?.code ?? null]
}

describe('a route under /api says who may call it', () => {
  test('or the server does not start', () => {
    const app = appFor(null)
    expect(() => app.get('/api/open', async () => 'everything')).toThrow('GET /api/open does not say who may call it')
    expect(() => app.get('/api', async () => 'everything')).toThrow('does not say')
  })

  test('or the server does not start, also when a plugin registers it', async () => {
    const app = appFor(null)
    app.register(async inner => void inner.get('/api/deep', async () => 'everything'))
    await expect(app.ready()).rejects.toThrow('does not say who may call it')
  })

  test('with a word that exists', () => {
    const wrong = { access: 'people:raed' as AccessLevel }
    expect(() => appFor(null).get('/api/it', { config: wrong }, async () => 'x')).toThrow('does not say')
    expect(() => appFor(null).get('/v1/track', { config: wrong }, async () => 'x')).toThrow('does not say')
  })

  test('outside /api it need not', () => {
    expect(() => appFor(null).get('/apiary', async () => 'bees')).not.toThrow()
  })
})

test('a scope lets in whoever has it and nobody else', async () => {
  expect(await ask('people:read', null)).toEqual([401, 'no_credential'])
  expect(await ask('people:read', key)).toEqual([200, 'A key'])
  expect(await ask('people:read', member)).toEqual([200, 'Ada'])
  expect(await ask('people:write', key)).toEqual([403, 'forbidden'])
  expect(await ask('people:write', member, { 'x-foyer': '1' }, 'POST')).toEqual([403, 'forbidden'])
})

test('what is about oneself is for members only', async () => {
  expect(await ask('member', null)).toEqual([401, 'no_credential'])
  expect(await ask('member', key)).toEqual([403, 'forbidden'])
  expect(await ask('member', member)).toEqual([200, 'Ada'])
})

test('a visitor route knows an API key, and never a member by their cookie', async () => {
  expect(await ask('visitor', member, { cookie: 'foyer_session=x' }, 'POST')).toEqual([200, null])
  expect(await ask('visitor', key, { authorization: 'Bearer fk_1' }, 'POST')).toEqual([200, 'A key'])
  expect(await ask('visitor', key, { authorization: 'Bearer vt_1' }, 'POST')).toEqual([200, null])
})

test('a public route asks nothing', async () => {
  const app = Fastify(serverOptions)
  const fail = async () => {
    throw new AppError('internal', 'nobody should have asked')
  }
  installHttp(app, { authenticate: fail, publicUrl: 'https://foyer.example', trustedProxies: [] })
  app.get('/api/it', { config: { access: 'public' } }, async () => 'open')
  expect((await app.inject('/api/it')).body).toBe('open')
})

test('P62 a member who changes something must have come from our own page, by its public name or the one they used', async () => {
  const change = (headers: Record<string, string>) => ask('people:read', member, headers, 'POST')
  expect(await change({})).toEqual([403, 'forbidden'])
  expect(await change({ 'x-foyer': '1' })).toEqual([200, 'Ada'])
  expect(await change({ 'x-foyer': '1', origin: 'https://foyer.example' })).toEqual([200, 'Ada'])
  expect(await change({ 'x-foyer': '1', origin: 'http://127.0.0.1:4000', host: '127.0.0.1:4000' })).toEqual([
    200,
    'Ada'
  ])
  expect(await change({ 'x-foyer': '1', origin: 'https://foyer.example', host: 'inner:4000' })).toEqual([200, 'Ada'])
  for (const origin of [
    'https://evil.example',
    'null',
    'https://foyer.example.evil.example',
    'https://foyer.example:8443',
    'garbage',
    ''
  ])
    expect([origin, ...(await change({ 'x-foyer': '1', origin }))]).toEqual([origin, 403, 'forbidden'])
})

test('a handler that asks for the actor of a route without one fails closed', async () => {
  const app = appFor(null)
  app.get('/api/a', { config: { access: 'public' } }, async request => actorOf(request).label)
  expect((await app.inject('/api/a')).statusCode).toBe(401)
  const keyed = appFor(key)
  keyed.get('/api/b', { config: { access: 'people:read' } }, async request => memberOf(request).label)
  expect((await keyed.inject('/api/b')).statusCode).toBe(403)
})
