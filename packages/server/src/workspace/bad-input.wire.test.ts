import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  freshEmail,
  type Method,
  openTestRecords,
  startTestServer,
  type TestServer
} from './test-server.ts'

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

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

type Case = {
  name: string
  method: Method
  url: string
  body?: unknown
  status: number
  contains: string
  field?: string
}
const cases: Case[] = [
  {
    name: 'half a JSON object',
    method: 'POST',
    url: '/api/agents',
    body: '{"name":',
    status: 400,
    contains: 'not valid JSON'
  },
  { name: 'an empty JSON body', method: 'POST', url: '/api/agents', body: '', status: 400, contains: 'empty' },
  { name: 'an array', method: 'POST', url: '/api/agents', body: '[]', status: 400, contains: 'one JSON object' },
  { name: 'null', method: 'POST', url: '/api/agents', body: 'null', status: 400, contains: 'one JSON object' },
  { name: 'no body', method: 'POST', url: '/api/agents', status: 400, contains: 'one JSON object' },
  {
    name: 'a prototype',
    method: 'POST',
    url: '/api/agents',
    body: '{"__proto__":{"isAdmin":true},"name":"x"}',
    status: 400,
    contains: 'not valid JSON'
  },
  {
    name: 'ten thousand levels',
    method: 'POST',
    url: '/api/agents',
    body: deep(10_000),
    status: 422,
    contains: 'name is missing',
    field: 'name'
  },
  {
    name: 'ten megabytes',
    method: 'POST',
    url: '/api/agents',
    body: `{"name":"${'x'.repeat(10_000_000)}"}`,
    status: 413,
    contains: '1048576 bytes'
  },
  {
    name: 'a missing field',
    method: 'POST',
    url: '/api/agents',
    body: { name: 'x' },
    status: 422,
    contains: 'allowedOrigins is missing',
    field: 'allowedOrigins'
  },
  {
    name: 'a number for a text',
    method: 'POST',
    url: '/api/agents',
    body: { name: 5, allowedOrigins: ['*'] },
    status: 422,
    contains: 'name must be a string',
    field: 'name'
  },
  {
    name: 'an empty name',
    method: 'POST',
    url: '/api/agents',
    body: { name: '', allowedOrigins: ['*'] },
    status: 422,
    contains: 'name must not be empty',
    field: 'name'
  },
  {
    name: 'a blank name',
    method: 'POST',
    url: '/api/agents',
    body: { name: ' \t ', allowedOrigins: ['*'] },
    status: 422,
    contains: 'name',
    field: 'name'
  },
  {
    name: 'a name of a megabyte',
    method: 'POST',
    url: '/api/agents',
    body: { name: 'x'.repeat(900_000), allowedOrigins: ['*'] },
    status: 422,
    contains: 'at most 200',
    field: 'name'
  },
  {
    name: 'NUL in a name',
    method: 'POST',
    url: '/api/agents',
    body: { name: 'a\0b', allowedOrigins: ['*'] },
    status: 422,
    contains: 'cannot be stored'
  },
  {
    name: 'NUL in a new workspace name',
    method: 'PATCH',
    url: '/api/workspace',
    body: { name: 'a\0b' },
    status: 422,
    contains: 'cannot be stored'
  },
  {
    name: 'a number inside a list of texts',
    method: 'POST',
    url: '/api/agents',
    body: { name: 'x', allowedOrigins: [1] },
    status: 422,
    contains: 'allowedOrigins.0',
    field: 'allowedOrigins.0'
  },
  {
    name: 'no origins',
    method: 'POST',
    url: '/api/agents',
    body: { name: 'x', allowedOrigins: [] },
    status: 422,
    contains: 'at least 1 entry',
    field: 'allowedOrigins'
  },
  {
    name: 'an unknown role',
    method: 'POST',
    url: '/api/members',
    body: { email: 'a@b', name: 'x', role: 'god' },
    status: 422,
    contains: 'owner, admin, agent, viewer',
    field: 'role'
  },
  {
    name: 'an unknown scope',
    method: 'POST',
    url: '/api/keys',
    body: { name: 'x', scopes: ['everything'] },
    status: 422,
    contains: 'visitors:write',
    field: 'scopes.0'
  },
  {
    name: 'no scopes',
    method: 'POST',
    url: '/api/keys',
    body: { name: 'x', scopes: [] },
    status: 422,
    contains: 'scopes',
    field: 'scopes'
  },
  {
    name: 'the same scope twice',
    method: 'POST',
    url: '/api/keys',
    body: { name: 'x', scopes: ['people:read', 'people:read'] },
    status: 422,
    contains: 'twice',
    field: 'scopes'
  },
  {
    name: 'a text that is no e-mail address',
    method: 'POST',
    url: '/api/members',
    body: { email: 'olga', name: 'x', role: 'viewer' },
    status: 422,
    contains: 'email',
    field: 'email'
  },
  {
    name: 'a retention of half a day',
    method: 'PATCH',
    url: '/api/workspace',
    body: { retentionDays: 0.5 },
    status: 422,
    contains: 'whole number',
    field: 'retentionDays'
  },
  {
    name: 'a retention of no days',
    method: 'PATCH',
    url: '/api/workspace',
    body: { retentionDays: 0 },
    status: 422,
    contains: '1 or more',
    field: 'retentionDays'
  },
  {
    name: 'a retention of a century',
    method: 'PATCH',
    url: '/api/workspace',
    body: { retentionDays: 36_500 },
    status: 422,
    contains: '3650 or less',
    field: 'retentionDays'
  },
  {
    name: 'a time zone on Mars',
    method: 'PATCH',
    url: '/api/workspace',
    body: { timezone: 'Mars/Olympus' },
    status: 422,
    contains: 'IANA',
    field: 'timezone'
  },
  {
    name: 'a time zone that is an offset',
    method: 'PATCH',
    url: '/api/workspace',
    body: { timezone: '+01:00' },
    status: 422,
    contains: 'IANA',
    field: 'timezone'
  },
  {
    name: 'a grace of a year',
    method: 'POST',
    url: `/api/agents/agt_${'0'.repeat(32)}/secret`,
    body: { graceSeconds: 31_536_000 },
    status: 422,
    contains: 'or less',
    field: 'graceSeconds'
  },
  { name: 'an id that is none', method: 'GET', url: '/api/agents/hello', status: 404, contains: 'Check the id' },
  {
    name: 'an id of another kind',
    method: 'GET',
    url: `/api/agents/mem_${'0'.repeat(32)}`,
    status: 404,
    contains: 'Check the id'
  },
  {
    name: 'an id with a quote',
    method: 'DELETE',
    url: "/api/keys/key_'%20OR%201=1",
    status: 404,
    contains: 'Check the id'
  },
  { name: 'a broken percent escape', method: 'GET', url: '/api/agents/%E0%A4%A', status: 400, contains: 'URL' },
  { name: 'an address that is none', method: 'GET', url: '/api/agent', status: 404, contains: 'Nothing answers GET' },
  {
    name: 'a method that is none here',
    method: 'PATCH',
    url: '/api/audit',
    body: {},
    status: 404,
    contains: 'Nothing answers PATCH'
  },
  {
    name: 'a limit of a million',
    method: 'GET',
    url: '/api/audit?limit=1000000',
    status: 422,
    contains: '500 or less',
    field: 'limit'
  },
  {
    name: 'a limit that is no number',
    method: 'GET',
    url: '/api/audit?limit=all',
    status: 422,
    contains: 'whole number',
    field: 'limit'
  },
  {
    name: 'a made-up cursor',
    method: 'GET',
    url: '/api/audit?cursor=abc',
    status: 422,
    contains: 'cursor',
    field: 'cursor'
  },
  {
    name: 'a cursor with NUL in it',
    method: 'GET',
    url: `/api/members?cursor=${Buffer.from('["members","2031-01-01T00:00:00.000Z","\\u0000"]').toString('base64url')}`,
    status: 422,
    contains: 'cursor',
    field: 'cursor'
  },
  {
    name: 'a cursor from the year 275760',
    method: 'GET',
    url: `/api/members?cursor=${Buffer.from('["members","+275760-09-13T00:00:00.000Z","00000000-0000-0000-0000-000000000000"]').toString('base64url')}`,
    status: 422,
    contains: 'cursor',
    field: 'cursor'
  },
  {
    name: 'a cursor beyond every number',
    method: 'GET',
    url: `/api/audit?cursor=${Buffer.from('["audit",1e300]').toString('base64url')}`,
    status: 422,
    contains: 'cursor',
    field: 'cursor'
  }
]

describe('what bad input gets', () => {
  for (const { name, method, url, body, status, contains, field } of cases)
    test(`${name}: ${method} ${url.split('?')[0]} answers ${status}`, async () => {
      const team = await server.freshTeam()
      const before = await team.audit()
      expectFailure(await team.owner(method, url, body), status, contains, field)
      expect(await team.audit()).toEqual(before)
    })

  test('a lone surrogate in a name is kept as the mark for an unreadable character', async () => {
    const team = await server.freshTeam()
    const made = await team.owner('POST', '/api/agents', '{"name":"a\\ud800b","allowedOrigins":["*"]}')
    expect(made.status).toBe(201)
    expect((await team.owner('GET', `/api/agents/${made.body.id}`)).body.name).toBe('a\ufffdb')
    expect(await server.workspaces.verifyAudit(team.workspaceId)).toMatchObject({ isWhole: true })
  })

  test('NUL in an e-mail address at sign-in is a wrong address, not a failure', async () => {
    expectFailure(await server.signIn('a\0b@shop.example'), 401, 'not right')
  })

  test('a form instead of JSON is told what to send', async () => {
    const team = await server.freshTeam()
    const headers = { authorization: `Bearer ${team.key}`, 'content-type': 'application/x-www-form-urlencoded' }
    expectFailure(await server.send('POST', '/api/agents', 'name=x', headers), 415, 'application/json')
  })

  test('markup in a name comes back as it was typed, as JSON', async () => {
    const team = await server.freshTeam()
    const name = `<img src=x onerror=alert(1)>"'; DROP TABLE agents; --`
    const made = await team.owner('POST', '/api/agents', { name, allowedOrigins: ['*'] })
    expect(made.body.name).toBe(name)
    expect(made.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test('five thousand properties that nobody asked for are passed over', async () => {
    const team = await server.freshTeam()
    const extra = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`p${n}`, n]))
    const answer = await team.owner('POST', '/api/members', {
      ...extra,
      email: freshEmail(),
      name: 'x',
      role: 'viewer'
    })
    expect(answer.status).toBe(201)
    expect(answer.text).not.toContain('p4999')
  })
})

function expectFailure(answer: Answer, status: number, contains: string, field?: string): void {
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.stringContaining(contains)])
  const { error } = answer.body as { error: Record<string, unknown> }
  expect(Object.keys(answer.body)).toEqual(['error'])
  expect(error).toEqual({
    code: expect.any(String),
    message: expect.stringMatching(/^[\s\S]+\.$/),
    requestId: expect.stringMatching(/^req_[0-9a-f]{20}$/),
    ...(field === undefined ? {} : { field })
  })
  expect(answer.text).not.toMatch(/at .*\.ts:|node_modules|PostgresError|FST_/)
}
