import type { Member, MemberInvited, Role } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cookieOf,
  errorOf,
  freshEmail,
  openTestRecords,
  password,
  startTestServer,
  type TestServer,
  tokenOf
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

const accept = (token: string, more: Record<string, unknown> = {}) =>
  server.send(
    'POST',
    '/api/invitations/accept',
    { token, password, ...more },
    { 'x-forwarded-for': server.newAddress() }
  )

describe('inviting a colleague', () => {
  test('gives a link once; they choose a password and are in', async () => {
    const team = await server.freshTeam('Tea and Co')
    const email = freshEmail()
    const invited = await team.owner<MemberInvited>('POST', '/api/members', { email, name: 'Ada', role: 'agent' })
    expect(invited.status).toBe(201)
    expect(invited.body.member).toMatchObject({ email, name: 'Ada', role: 'agent', pending: true })
    expect(invited.body.inviteUrl).toMatch(/^http:\/\/127\.0\.0\.1:4000\/invite\/inv_[0-9a-f]{64}$/)

    const token = tokenOf(invited.body.inviteUrl)
    const shown = await server.send('GET', `/api/invitations/${token}`)
    expect(shown.body).toMatchObject({ email, name: 'Ada', workspaceName: 'Tea and Co' })

    const accepted = await accept(token, { name: 'Ada Lovelace' })
    expect(accepted.body).toMatchObject({
      state: 'signed-in',
      member: { name: 'Ada Lovelace', pending: false, role: 'agent' }
    })
    expect((await server.signIn(email)).status).toBe(200)
    const actions = (await team.audit()).map(entry => entry.action)
    expect(actions).toEqual(expect.arrayContaining(['member.invited', 'member.joined']))
  })

  test('the link works once, and two clicks at once make one session', async () => {
    const team = await server.freshTeam()
    const body = { email: freshEmail(), name: 'Ada', role: 'viewer' }
    const { inviteUrl } = (await team.owner<MemberInvited>('POST', '/api/members', body)).body
    const answers = await Promise.all([accept(tokenOf(inviteUrl)), accept(tokenOf(inviteUrl))])
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 404])
    expect((await server.send('GET', `/api/invitations/${tokenOf(inviteUrl)}`)).status).toBe(404)
  })

  test('the link is worthless after 7 days, and a new one makes the old one worthless', async () => {
    const slow = await startTestServer(store.records)
    const team = await slow.freshTeam()
    const body = { email: freshEmail(), name: 'Ada', role: 'viewer' }
    const first = (await team.owner<MemberInvited>('POST', '/api/members', body)).body
    const second = (await team.owner<MemberInvited>('POST', `/api/members/${first.member.id}/invite`)).body
    expect((await slow.send('GET', `/api/invitations/${tokenOf(first.inviteUrl)}`)).status).toBe(404)
    expect((await slow.send('GET', `/api/invitations/${tokenOf(second.inviteUrl)}`)).status).toBe(200)
    slow.pass(7 * 86_400_000 + 1)
    expect((await slow.send('GET', `/api/invitations/${tokenOf(second.inviteUrl)}`)).status).toBe(404)
    await slow.close()
  })

  test('P64 the link leads to our own address, whatever Host the request named', async () => {
    const team = await server.freshTeam()
    const body = { email: freshEmail(), name: 'Ada', role: 'viewer' }
    const headers = { authorization: `Bearer ${team.key}`, host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const { inviteUrl } = (await server.send<MemberInvited>('POST', '/api/members', body, headers)).body
    expect(inviteUrl).toContain('http://127.0.0.1:4000/')
  })

  test('an invited person cannot sign in before they chose a password', async () => {
    const team = await server.freshTeam()
    const email = freshEmail()
    await team.owner('POST', '/api/members', { email, name: 'Ada', role: 'viewer' })
    expect((await server.signIn(email, '')).status).toBe(401)
  })

  test('an e-mail address is taken once, in any case', async () => {
    const team = await server.freshTeam()
    const answer = await team.owner('POST', '/api/members', {
      email: team.email.toUpperCase(),
      name: 'x',
      role: 'viewer'
    })
    expect(answer.status).toBe(409)
    expect(errorOf(answer).field).toBe('email')
  })

  test('guessing links is slowed', async () => {
    const headers = { 'x-forwarded-for': server.newAddress() }
    const answers = []
    for (let round = 0; round < 25; round++)
      answers.push(await server.send('GET', `/api/invitations/inv_${round}`, undefined, headers))
    expect(answers.at(-1)?.status).toBe(429)
  })

  test('P51 a body that names more than it may changes nothing more', async () => {
    const team = await server.freshTeam()
    const other = await server.freshTeam()
    const email = freshEmail()
    const body = {
      email,
      name: 'Ada',
      role: 'viewer',
      workspaceId: other.workspaceId,
      pending: false,
      id: 'mem_1',
      passwordHash: 'x',
      verified: true
    }
    const invited = await team.owner<MemberInvited>('POST', '/api/members', body)
    expect(invited.body.member).toMatchObject({ role: 'viewer', pending: true })
    const theirs = await other.owner<{ items: Member[] }>('GET', '/api/members')
    expect(theirs.body.items.map(member => member.email)).not.toContain(email)

    const accepted = await accept(tokenOf(invited.body.inviteUrl), { role: 'owner', email: 'root@shop.example' })
    expect(accepted.body).toMatchObject({ member: { email, role: 'viewer' } })
  })
})

describe('who may do what to whom', () => {
  type Case = {
    who: Role
    does: string
    to: Role
    status: number
    call: (id: string) => [method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown]
  }
  const remove: Case['call'] = id => ['DELETE', `/api/members/${id}`]
  const make =
    (role: Role): Case['call'] =>
    id => ['PATCH', `/api/members/${id}`, { role }]
  const invite: Case['call'] = id => ['POST', `/api/members/${id}/invite`]
  const cases: Case[] = [
    { who: 'owner', does: 'remove', to: 'owner', status: 204, call: remove },
    { who: 'owner', does: 'make an admin of', to: 'owner', status: 200, call: make('admin') },
    { who: 'owner', does: 'make an owner of', to: 'agent', status: 200, call: make('owner') },
    { who: 'owner', does: 'give a new link to', to: 'agent', status: 200, call: invite },
    { who: 'admin', does: 'remove', to: 'owner', status: 403, call: remove },
    { who: 'admin', does: 'demote', to: 'owner', status: 403, call: make('viewer') },
    { who: 'admin', does: 'make an owner of', to: 'agent', status: 403, call: make('owner') },
    { who: 'admin', does: 'make an admin of', to: 'agent', status: 200, call: make('admin') },
    { who: 'admin', does: 'remove', to: 'admin', status: 204, call: remove },
    { who: 'admin', does: 'take over the account of', to: 'agent', status: 403, call: invite },
    { who: 'admin', does: 'take over the account of', to: 'owner', status: 403, call: invite },
    { who: 'agent', does: 'remove', to: 'viewer', status: 403, call: remove },
    { who: 'agent', does: 'make an admin of', to: 'agent', status: 403, call: make('admin') },
    { who: 'viewer', does: 'remove', to: 'viewer', status: 403, call: remove }
  ]
  for (const { who, does, to, status, call } of cases)
    test(`an ${who} ${status < 300 ? 'can' : 'cannot'} ${does} an ${to}`, async () => {
      const team = await server.freshTeam()
      const actor = await team.join(who)
      const target = await team.join(to)
      const entries = (await team.audit()).length
      const [method, url, body] = call(target.id)
      expect((await actor.call(method, url, body)).status).toBe(status)
      expect((await team.audit()).length).toBe(entries + (status < 300 ? 1 : 0))
    })

  test('an admin cannot invite an owner', async () => {
    const team = await server.freshTeam()
    const admin = await team.join('admin')
    const answer = await admin.call('POST', '/api/members', { email: freshEmail(), name: 'x', role: 'owner' })
    expect(answer.status).toBe(403)
  })

  test('an API key invites members with no more rights than it has, and never an owner', async () => {
    const team = await server.freshTeam()
    const narrow = await team.keyWith(
      'members:write',
      'people:read',
      'live:read',
      'conversations:read',
      'analytics:read',
      'agents:read'
    )
    const invite = (call: typeof narrow.call, role: Role) =>
      call('POST', '/api/members', { email: freshEmail(), name: 'x', role })
    expect((await invite(narrow.call, 'viewer')).status).toBe(201)
    const refused = await invite(narrow.call, 'agent')
    expect(refused.status).toBe(403)
    expect(errorOf(refused).message).toContain('people:write')
    expect((await invite(narrow.call, 'admin')).status).toBe(403)
    expect((await invite(server.byKey(team.key), 'owner')).status).toBe(403)
  })

  test('a new role holds from the very next request', async () => {
    const team = await server.freshTeam()
    const agent = await team.join('agent')
    expect((await agent.call('GET', '/api/members')).status).toBe(403)
    await team.owner('PATCH', `/api/members/${agent.id}`, { role: 'admin' })
    expect((await agent.call('GET', '/api/members')).status).toBe(200)
    await team.owner('PATCH', `/api/members/${agent.id}`, { role: 'viewer' })
    expect((await agent.call('GET', '/api/members')).status).toBe(403)
  })
})

describe('the last owner', () => {
  const selfId = async (call: TestServer['byCookie'] extends (cookie: string) => infer C ? C : never) =>
    ((await call('GET', '/api/session')).body.member as Member).id

  test('cannot be removed or demoted, not even by themself', async () => {
    const team = await server.freshTeam()
    const id = await selfId(team.owner)
    expect((await team.owner('DELETE', `/api/members/${id}`)).status).toBe(409)
    expect((await team.owner('PATCH', `/api/members/${id}`, { role: 'admin' })).status).toBe(409)
    expect((await team.owner('GET', '/api/workspace')).status).toBe(200)
  })

  test('is still the last while the other owner has not come yet', async () => {
    const team = await server.freshTeam()
    await team.owner('POST', '/api/members', { email: freshEmail(), name: 'x', role: 'owner' })
    expect((await team.owner('DELETE', `/api/members/${await selfId(team.owner)}`)).status).toBe(409)
  })

  test('two owners who demote each other at once leave one', async () => {
    const team = await server.freshTeam()
    const second = await team.join('owner')
    const first = await selfId(team.owner)
    const answers = await Promise.all([
      team.owner('PATCH', `/api/members/${second.id}`, { role: 'admin' }),
      second.call('PATCH', `/api/members/${first}`, { role: 'admin' })
    ])
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409])
  })
})

describe('removing a member', () => {
  test('ends all their sessions and their link at once, and leaves a trace', async () => {
    const team = await server.freshTeam()
    const agent = await team.join('agent')
    const elsewhere = await server.member(agent.email)
    expect((await team.owner('DELETE', `/api/members/${agent.id}`)).status).toBe(204)
    expect((await agent.call('GET', '/api/people')).status).not.toBe(200)
    expect((await agent.call('GET', '/api/session')).body).toEqual({ state: 'signed-out' })
    expect((await elsewhere('GET', '/api/session')).body).toEqual({ state: 'signed-out' })
    expect((await server.signIn(agent.email)).status).toBe(401)
    expect((await team.audit())[0]).toMatchObject({
      action: 'member.removed',
      target: agent.id,
      detail: { before: { role: 'agent' } }
    })
  })

  test('an open socket can ask whether its member still may', async () => {
    const team = await server.freshTeam()
    const agent = await team.join('agent')
    const headers = { cookie: agent.cookie }
    const actor = await server.workspaces.authenticate({ headers } as Parameters<
      typeof server.workspaces.authenticate
    >[0])
    if (!actor) throw new Error('the agent should be signed in')
    expect(await server.workspaces.lookAgain(actor)).toMatchObject({ memberId: expect.any(String), role: 'agent' })
    await team.owner('DELETE', `/api/members/${agent.id}`)
    expect(await server.workspaces.lookAgain(actor)).toBeNull()
  })

  test('a new link for a member who forgot their password ends their old sessions', async () => {
    const team = await server.freshTeam()
    const agent = await team.join('agent')
    const invited = await team.owner<MemberInvited>('POST', `/api/members/${agent.id}/invite`)
    expect((await agent.call('GET', '/api/session')).body).toMatchObject({ state: 'signed-in' })
    const accepted = await accept(tokenOf(invited.body.inviteUrl), { password: 'a wholly new password' })
    expect((await agent.call('GET', '/api/session')).body).toEqual({ state: 'signed-out' })
    expect((await server.byCookie(cookieOf(accepted))('GET', '/api/session')).body).toMatchObject({
      state: 'signed-in'
    })
    expect((await server.signIn(agent.email, 'a wholly new password')).status).toBe(200)
  })
})

test('the list of members goes on page by page, each member once', async () => {
  const team = await server.freshTeam()
  const invite = () => team.owner('POST', '/api/members', { email: freshEmail(), name: 'x', role: 'viewer' })
  await Promise.all(Array.from({ length: 6 }, invite))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const url = `/api/members?limit=3${cursor ? `&cursor=${cursor}` : ''}`
    const page = (await team.owner<{ items: Member[]; nextCursor?: string }>('GET', url)).body
    expect(page.items.length).toBeLessThanOrEqual(3)
    seen.push(...page.items.map(member => member.id))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
  const foreign = await team.owner(
    'GET',
    `/api/keys?cursor=${(await team.owner('GET', '/api/members?limit=3')).body.nextCursor}`
  )
  expect(foreign.status).toBe(422)
  expect(errorOf(foreign).field).toBe('cursor')
})
