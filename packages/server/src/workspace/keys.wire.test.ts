import type { ApiKey, ApiKeyCreated } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, openTestRecords, startTestServer, type TestServer } from './test-server.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
let server: TestServer

beforeAll(async () => {
  store = await openTestRecords()
  server = await startTestServer(store.records)
})
afterAll(async () => {
  await server.close()
  await store.close()
})

test('a key is shown once and then only known by its first characters', async () => {
  const team = await server.freshTeam()
  const made = await team.owner<ApiKeyCreated>('POST', '/api/keys', {
    name: 'Shop server',
    scopes: ['visitors:write', 'people:read']
  })
  expect(made.status).toBe(201)
  expect(made.headers['cache-control']).toBe('no-store')
  expect(made.body.key).toMatch(/^fk_[0-9a-f]{64}$/)
  const list = await team.owner<{ items: ApiKey[] }>('GET', '/api/keys')
  const listed = list.body.items.find(key => key.id === made.body.id)
  expect(listed).toEqual({
    id: made.body.id,
    name: 'Shop server',
    scopes: ['visitors:write', 'people:read'],
    hint: `${made.body.key.slice(0, 7)}…`,
    createdAt: expect.any(String)
  })
  expect(list.text).not.toContain(made.body.key)
})

test('neither the store nor the audit trail holds the key, only its hash', async () => {
  const team = await server.freshTeam()
  const { key } = await team.keyWith('people:read')
  const [kept] = await store.records.sql`
    SELECT (SELECT count(*)::int FROM api_keys k WHERE k::text LIKE ${`%${key.slice(8)}%`}) AS keys,
           (SELECT count(*)::int FROM audit a WHERE a::text LIKE ${`%${key.slice(8)}%`}) AS entries`
  expect(kept).toEqual({ keys: 0, entries: 0 })
  expect((await team.audit())[0]).toMatchObject({
    action: 'key.created',
    actor: expect.stringContaining('Olga Owner'),
    detail: { scopes: ['people:read'] }
  })
})

test('a key does what its scopes say and nothing else', async () => {
  const team = await server.freshTeam()
  const { call } = await team.keyWith('agents:read')
  expect((await call('GET', '/api/agents')).status).toBe(200)
  const refused = await call('POST', '/api/agents', { name: 'x', allowedOrigins: ['*'] })
  expect(refused.status).toBe(403)
  expect(errorOf(refused).message).toContain('agents:write')
  expect((await call('GET', '/api/members')).status).toBe(403)
})

test('a key cannot be made with more rights than its maker has', async () => {
  const team = await server.freshTeam()
  const { call } = await team.keyWith('keys:write', 'people:read')
  const refused = await call('POST', '/api/keys', { name: 'x', scopes: ['people:read', 'members:write', 'audit:read'] })
  expect(refused.status).toBe(403)
  expect(errorOf(refused).message).toContain('members:write, audit:read')
  expect((await call('POST', '/api/keys', { name: 'x', scopes: ['people:read'] })).status).toBe(201)
})

test('ID7 a deleted key is refused by the very next request, and by another process within seconds', async () => {
  const team = await server.freshTeam()
  const neighbour = await startTestServer(store.records)
  const { id, key, call } = await team.keyWith('agents:read')
  expect((await neighbour.byKey(key)('GET', '/api/agents')).status).toBe(200)
  expect((await call('GET', '/api/agents')).status).toBe(200)
  expect((await team.owner('DELETE', `/api/keys/${id}`)).status).toBe(204)
  expect((await call('GET', '/api/agents')).status).toBe(401)
  neighbour.pass(5_000)
  expect((await neighbour.byKey(key)('GET', '/api/agents')).status).toBe(401)
  expect((await team.audit())[0]).toMatchObject({ action: 'key.deleted', target: id })
  await neighbour.close()
})

test('a key cannot do what only a person can: sign out, change a password', async () => {
  const team = await server.freshTeam()
  const call = server.byKey(team.key)
  expect((await call('DELETE', '/api/session')).status).toBe(403)
  expect((await call('POST', '/api/session/password', { current: 'x', next: 'a long enough one' })).status).toBe(403)
})

test('when a key was last used is noted', async () => {
  const team = await server.freshTeam()
  const { id, call } = await team.keyWith('agents:read')
  await call('GET', '/api/agents')
  const list = await team.owner<{ items: ApiKey[] }>('GET', '/api/keys')
  expect(list.body.items.find(key => key.id === id)?.lastUsedAt).toBeDefined()
})

const wrong: [name: string, headers: Record<string, string>][] = [
  ['an unknown key', { authorization: `Bearer fk_${'0'.repeat(64)}` }],
  ['a visitor token', { authorization: 'Bearer vt_abc' }],
  ['a write key', { authorization: `Basic ${Buffer.from('agt_1:').toString('base64')}` }],
  ['an empty bearer', { authorization: 'Bearer ' }],
  ['a very long key', { authorization: `Bearer fk_${'x'.repeat(10_000)}` }]
]
for (const [name, headers] of wrong)
  test(`P49 ${name} reads nothing, even beside a good cookie`, async () => {
    const team = await server.freshTeam()
    expect(await server.send('GET', '/api/workspace', undefined, headers)).toMatchObject({ status: 401 })
    const { setCookie = '' } = await server.signIn(team.email)
    const cookie = setCookie.split(';')[0] ?? ''
    expect(await server.send('GET', '/api/workspace', undefined, { ...headers, cookie })).toMatchObject({ status: 401 })
  })
