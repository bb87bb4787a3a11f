import type { MemberInvited, Role, Scope } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Caller,
  errorOf,
  freshEmail,
  type Method,
  openTestRecords,
  password,
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

type Team = Awaited<ReturnType<TestServer['freshTeam']>>
type Row = {
  route: `${Method} /api/${string}`
  /** A good request of that route, against something the team owns. */
  ask: (team: Team) => Promise<{ url: string; body?: unknown }>
  /** Who may; everybody else is refused. `anyone` needs no credential, `self` only a signed-in member. */
  may: readonly Role[] | 'anyone' | 'self'
  scope?: Scope
}

const admins = ['owner', 'admin'] as const
const everyone = ['owner', 'admin', 'agent', 'viewer'] as const

const onMember = (path: string, body?: unknown) => async (team: Team) => {
  const invited = await team.owner<MemberInvited>('POST', '/api/members', {
    email: freshEmail(),
    name: 'x',
    role: 'viewer'
  })
  return { url: `/api/members/${invited.body.member.id}${path}`, body }
}
const onKey = async (team: Team) => ({ url: `/api/keys/${(await team.keyWith('people:read')).id}` })
const onAgent = (path: string, body?: unknown) => async (team: Team) => ({
  url: `/api/agents/${(await team.agent()).id}${path}`,
  body
})
const at = (url: string, body?: unknown) => async () => ({ url, body })

// Every route of this slice. One that is registered and not listed here fails the test below.
const rows: Row[] = [
  { route: 'GET /api/session', ask: at('/api/session'), may: 'anyone' },
  {
    route: 'POST /api/session',
    ask: async team => ({ url: '/api/session', body: { email: team.email, password } }),
    may: 'anyone'
  },
  { route: 'DELETE /api/session', ask: at('/api/session'), may: 'self' },
  {
    route: 'POST /api/session/password',
    ask: at('/api/session/password', { current: password, next: 'another horse battery' }),
    may: 'self'
  },
  { route: 'POST /api/setup', ask: at('/api/setup', {}), may: 'anyone' },
  { route: 'GET /api/invitations/:token', ask: at('/api/invitations/inv_0'), may: 'anyone' },
  { route: 'POST /api/invitations/accept', ask: at('/api/invitations/accept', {}), may: 'anyone' },
  { route: 'GET /api/workspace', ask: at('/api/workspace'), may: admins, scope: 'workspace:read' },
  {
    route: 'PATCH /api/workspace',
    ask: at('/api/workspace', { name: 'Renamed' }),
    may: admins,
    scope: 'workspace:write'
  },
  { route: 'GET /api/audit', ask: at('/api/audit'), may: admins, scope: 'audit:read' },
  { route: 'GET /api/members', ask: at('/api/members'), may: admins, scope: 'members:read' },
  {
    route: 'POST /api/members',
    ask: async () => ({ url: '/api/members', body: { email: freshEmail(), name: 'x', role: 'viewer' } }),
    may: admins,
    scope: 'members:write'
  },
  { route: 'POST /api/members/:id/invite', ask: onMember('/invite'), may: admins, scope: 'members:write' },
  { route: 'PATCH /api/members/:id', ask: onMember('', { name: 'Renamed' }), may: admins, scope: 'members:write' },
  { route: 'DELETE /api/members/:id', ask: onMember(''), may: admins, scope: 'members:write' },
  { route: 'GET /api/keys', ask: at('/api/keys'), may: admins, scope: 'keys:read' },
  {
    route: 'POST /api/keys',
    ask: at('/api/keys', { name: 'x', scopes: ['people:read'] }),
    may: admins,
    scope: 'keys:write'
  },
  { route: 'DELETE /api/keys/:id', ask: onKey, may: admins, scope: 'keys:write' },
  { route: 'GET /api/agents', ask: at('/api/agents'), may: everyone, scope: 'agents:read' },
  {
    route: 'POST /api/agents',
    ask: at('/api/agents', { name: 'x', allowedOrigins: ['*'] }),
    may: admins,
    scope: 'agents:write'
  },
  { route: 'GET /api/agents/:id', ask: onAgent(''), may: everyone, scope: 'agents:read' },
  { route: 'PATCH /api/agents/:id', ask: onAgent('', { name: 'Renamed' }), may: admins, scope: 'agents:write' },
  { route: 'DELETE /api/agents/:id', ask: onAgent(''), may: admins, scope: 'agents:write' },
  { route: 'POST /api/agents/:id/secret', ask: onAgent('/secret'), may: admins, scope: 'agents:write' },
  {
    route: 'POST /api/agents/:id/verify',
    ask: onAgent('/verify', { url: 'https://shop.example' }),
    may: everyone,
    scope: 'agents:read'
  }
]
const methodOf = (row: Row) => row.route.split(' ')[0] as Method
const guarded = rows.filter(row => Array.isArray(row.may))
const addressed = rows.filter(row => row.route.includes('/:id'))

test('ID1 every route of the slice stands in this table, and the table names no other', () => {
  expect(server.routes.map(route => `${route.method} ${route.url}`).sort()).toEqual(rows.map(row => row.route).sort())
})

test('ID1 every route asks for exactly the scope the table says', () => {
  const access = (row: Row) => row.scope ?? (row.may === 'self' ? 'member' : 'public')
  expect(Object.fromEntries(server.routes.map(route => [`${route.method} ${route.url}`, route.access]))).toEqual(
    Object.fromEntries(rows.map(row => [row.route, access(row)]))
  )
})

describe('ID1 without a good credential', () => {
  const closed = rows.filter(row => row.may !== 'anyone')
  const nobody: [name: string, headers: () => Record<string, string>][] = [
    ['with none', () => ({})],
    ['with an unknown key', () => ({ authorization: `Bearer fk_${'0'.repeat(64)}` })],
    ['with an unknown session', () => ({ cookie: `foyer_session=fs_${'0'.repeat(64)}`, 'x-foyer': '1' })],
    ['with a visitor token', () => ({ authorization: 'Bearer vt_AAAA' })]
  ]
  for (const row of closed)
    test(`${row.route} answers 401`, async () => {
      const team = await server.freshTeam()
      const { url, body } = await row.ask(team)
      for (const [name, headers] of nobody)
        expect([name, (await server.send(methodOf(row), url, body, headers())).status]).toEqual([name, 401])
    })

  for (const row of closed)
    test(`${row.route} answers 401 to a session that was ended and to a key that was deleted`, async () => {
      const team = await server.freshTeam()
      const { url, body } = await row.ask(team)
      const member = await server.member(team.email)
      await member('DELETE', '/api/session')
      const key = await team.keyWith('agents:read')
      await team.owner('DELETE', `/api/keys/${key.id}`)
      expect((await member(methodOf(row), url, body)).status).toBe(401)
      expect((await key.call(methodOf(row), url, body)).status).toBe(401)
    })
})

describe('ID1 what each role may call', () => {
  for (const row of guarded)
    test(`${row.route}: ${[row.may].flat().join(', ')}`, async () => {
      const team = await server.freshTeam()
      for (const role of everyone) {
        const member = await team.join(role)
        const { url, body } = await row.ask(team)
        const { status } = await member.call(methodOf(row), url, body)
        const may = row.may.includes(role as never)
        expect([role, may ? status < 300 : status]).toEqual([role, may ? true : 403])
      }
    })

  for (const row of guarded)
    test(`${row.route}: a key with ${row.scope} and no key without it`, async () => {
      const team = await server.freshTeam()
      const { url, body } = await row.ask(team)
      const without = await team.keyWith('visitors:write')
      expect((await without.call(methodOf(row), url, body)).status).toBe(403)
      expect((await server.byKey(team.key)(methodOf(row), url, body)).status).toBeLessThan(300)
    })
})

describe('P50 with an id of another workspace', () => {
  for (const row of addressed)
    test(`${row.route} answers what it answers for an id that never was, and changes nothing`, async () => {
      const ours = await server.freshTeam('Ours')
      const theirs = await server.freshTeam('Theirs')
      const { url, body } = await row.ask(theirs)
      const never = url.replace(/_[0-9a-f]{32}/, `_${'0'.repeat(32)}`)
      const before = await snapshot(theirs)
      const actors: Caller[] = [ours.owner, server.byKey(ours.key), (await ours.join('admin')).call]
      for (const call of actors) {
        const foreign = await call(methodOf(row), url, body)
        const missing = await call(methodOf(row), never, body)
        expect(foreign.status).toBe(404)
        expect({ ...errorOf(foreign), requestId: '' }).toEqual({ ...errorOf(missing), requestId: '' })
      }
      expect(await snapshot(theirs)).toEqual(before)
    })

  const lists = ['/api/members', '/api/keys', '/api/agents', '/api/audit', '/api/workspace']
  for (const url of lists)
    test(`GET ${url} shows nothing of another workspace`, async () => {
      const theirs = await server.freshTeam('Theirs')
      const agent = await theirs.agent()
      const key = await theirs.keyWith('people:read')
      const ours = await server.freshTeam('Ours')
      // More than a page of others' entries came before, so theirs have to be the newest to be seen at all.
      for (let entry = 0; entry < 20; entry++) await theirs.owner('PATCH', '/api/workspace', { name: 'Theirs' })
      const { text } = await ours.owner('GET', url)
      for (const secret of [agent.id, key.id, theirs.email, theirs.workspaceId.replaceAll('-', ''), 'Theirs'])
        expect(text).not.toContain(secret)
    })

  test("a cursor of another workspace's list shows our list, never theirs", async () => {
    const theirs = await server.freshTeam()
    for (const _ of [1, 2, 3]) await theirs.agent()
    const { nextCursor } = (await theirs.owner('GET', '/api/agents?limit=1')).body
    const ours = await server.freshTeam()
    // In the same moment the order would be that of two random ids.
    server.pass(1)
    const own = await ours.agent()
    const { body } = await ours.owner<{ items: { id: string }[] }>('GET', `/api/agents?limit=100&cursor=${nextCursor}`)
    expect(body.items.map(item => item.id)).toEqual([own.id])
  })
})

async function snapshot(team: Team) {
  const lists = ['/api/workspace', '/api/members', '/api/keys', '/api/agents', '/api/audit']
  return Promise.all(lists.map(async url => (await team.owner('GET', url)).body))
}
