import { type Scope, scopes } from '@foyer/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { knock, methodOf, type Row, rows, settle, type World, withUnknownIds } from './every-route.ts'
import { anyAddress, asMember, chainOf, keyWith, peopleOf, personOf, timelineOf } from './team.ts'
import { identify, newLocalId, page, send } from './visitor.ts'
import { call, routesOf } from './workspace.ts'

const isScope = (access: Row['access']): access is Scope => (scopes as readonly string[]).includes(access)
const guarded = rows.filter(row => isScope(row.access) || row.access === 'member')
const naming = rows.filter(row => row.names)

let mine: World
let theirs: World
beforeAll(async () => {
  mine = await settle()
  theirs = await settle()
})

/** Nothing that the other workspace owns stands in an answer. */
function expectNothingOfTheirs(body: unknown, what: string) {
  const text = JSON.stringify(body)
  for (const own of [theirs.mark, theirs.workspace.key, theirs.workspace.identitySecret, theirs.workspace.owner.email])
    expect(text, what).not.toContain(own)
}

test('every route under /api stands in the table of this test, and the table names no other', async () => {
  const registered = (await routesOf()).filter(route => route.includes(' /api'))
  expect(registered.length).toBeGreaterThan(30)
  expect(registered.sort()).toEqual(rows.map(row => row.route).sort())
})

describe('ID1 a credential that is none', () => {
  test.each(guarded.map(row => [row.route, row] as const))('%s', async (_route, row) => {
    const nobody = {
      nothing: {},
      'a key that never was': { who: `fk_${'0'.repeat(64)}` },
      'a cookie that never was': { headers: asMember(`foyer_session=fs_${'0'.repeat(64)}`) },
      'a forged visitor token': { who: `vt_${'A'.repeat(78)}` }
    }
    for (const [what, who] of Object.entries(nobody)) {
      const answer = await knock(row, theirs, who)
      expect(
        [401, ...(row.orVisitor && what.includes('visitor') ? [404] : [])],
        `${what} ${JSON.stringify(answer.body)}`
      ).toContain(answer.status)
      expectNothingOfTheirs(answer.body, what)
    }
    if (row.orVisitor) return
    // The visitor whom it is about is no member of the team either.
    const visitor = await knock(row, theirs, { who: theirs.visitor.token })
    expect(visitor.status, JSON.stringify(visitor.body)).toBe(401)
    expectNothingOfTheirs(visitor.body, 'a visitor')
  })
})

describe('ID1 a key with every scope but the one', () => {
  test.each(guarded.map(row => [row.route, row] as const))('%s', async (_route, row) => {
    const others = scopes.filter(scope => scope !== row.access)
    const { key } = await keyWith(theirs.workspace, ...others)
    const answer = await knock(row, theirs, { who: key })
    expect(answer.status, JSON.stringify(answer.body)).toBe(403)
    expectNothingOfTheirs(answer.body, 'a key without the scope')
  })
})

describe('P50 another workspace, with every right it has, about what is not its own', () => {
  test.each(naming.map(row => [row.route, row] as const))('%s', async (_route, row) => {
    const asked: Record<string, { who?: string; headers?: Record<string, string> }> = {
      "the owner's key": { who: mine.workspace.key },
      ...(row.access === 'page' ? {} : { "the owner's cookie": { headers: asMember(mine.owner) } }),
      ...(row.orVisitor || row.access === 'page' ? { "a visitor's token": { who: mine.visitor.token } } : {})
    }
    for (const [what, who] of Object.entries(asked)) {
      if (row.route === 'POST /api/visitors/identify' && what === "a visitor's token") continue
      const answer = await knock(row, theirs, who)
      // 403 where it is nothing that such a credential may do, to anything.
      expect([403, 404], `${what} ${answer.status} ${JSON.stringify(answer.body)}`).toContain(answer.status)
      expectNothingOfTheirs(answer.body, what)
      // As if it had never been: the answer for an id that nobody gave out. An agent's id is no secret, it stands in the page.
      if (row.access === 'page' && what === "a visitor's token") continue
      const never = await knock(row, withUnknownIds(theirs), who)
      expect([never.status, withoutId(never.body)], what).toEqual([answer.status, withoutId(answer.body)])
    }
  })

  const withoutId = (body: Record<string, unknown>) => ({ ...(body.error as object), requestId: '' })
})

test('P45 P46 another visitor of the same workspace gets nothing of a conversation that is not theirs', async () => {
  for (const row of naming.filter(one => one.orVisitor && one.route !== 'POST /api/conversations')) {
    const answer = await knock(row, theirs, { who: theirs.stranger.token })
    expect(answer.status, `${row.route} ${JSON.stringify(answer.body)}`).toBe(404)
    expectNothingOfTheirs(answer.body, row.route)
  }
})

test('a list shows nothing of another workspace, by key, by cookie or to a visitor', async () => {
  for (const row of guarded.filter(one => !one.names && methodOf(one) === 'GET')) {
    // Nothing is under way here; `asks.wire.test.ts` asks for what is.
    if (row.route === 'GET /api/analytics/asks/:id') continue
    for (const who of [
      // A key has no self to be told about.
      ...(row.access === 'member' ? [] : [{ who: mine.workspace.key }]),
      { headers: asMember(mine.owner) },
      ...(row.orVisitor ? [{ who: mine.visitor.token }] : [])
    ]) {
      const answer = await knock(row, mine, who)
      expect(answer.status, `${row.route} ${JSON.stringify(answer.body)}`).toBe(200)
      expectNothingOfTheirs(answer.body, row.route)
    }
  }
  for (const path of [
    `/api/people?search=${theirs.mark}`,
    `/api/people?search=${theirs.visitor.visitorId}`,
    `/api/conversations?search=${theirs.mark}`,
    `/api/conversations?visitor=${theirs.visitor.visitorId}`,
    `/api/conversations?assignee=${theirs.member.memberId}`,
    `/api/conversations?channel=${theirs.workspace.agentId}`,
    `/api/ledger?agentId=${theirs.workspace.agentId}`,
    `/api/knowledge/documents?search=${theirs.mark}`,
    `/api/knowledge/search?q=${theirs.mark}`
  ]) {
    const answer = await call<{ items: unknown[] }>('GET', path, { who: mine.workspace.key })
    expect([200, 404, 422], path).toContain(answer.status)
    if (answer.status === 200) expect(answer.body.items, path).toEqual([])
  }
})

test("what is one's own cannot be tied to what is another workspace's", async () => {
  const own = (more = '') => `/api/conversations/${mine.conversationId}${more}`
  const crossed: [string, string, unknown][] = [
    ['POST', own('/transfer'), { to: theirs.member.memberId }],
    ['POST', own('/merge'), { into: theirs.conversationId }],
    ['POST', own('/notes'), { text: 'x', mentions: [theirs.member.memberId] }],
    ['PATCH', own(), { assigneeId: theirs.member.memberId }],
    [
      'POST',
      '/api/conversations',
      { agentId: mine.workspace.agentId, visitorId: theirs.visitor.visitorId, message: 'x' }
    ],
    [
      'POST',
      '/api/conversations',
      { agentId: theirs.workspace.agentId, visitorId: mine.visitor.visitorId, message: 'x' }
    ],
    ['POST', `/api/people/${mine.visitor.visitorId}/unmerge`, { joinId: theirs.joinId }],
    [
      'POST',
      `/api/visitors/${mine.visitor.visitorId}/events`,
      { agentId: theirs.workspace.agentId, events: [page('/')] }
    ],
    [
      'POST',
      `/api/visitors/${theirs.visitor.visitorId}/events`,
      { agentId: mine.workspace.agentId, events: [page('/')] }
    ],
    ['POST', '/api/visitors/identify', { agentId: theirs.workspace.agentId, localId: newLocalId() }]
  ]
  for (const [method, path, body] of crossed) {
    const answer = await call(method, path, { who: mine.workspace.key, body })
    expect([403, 404, 422], `${method} ${path} ${JSON.stringify(body)} ${JSON.stringify(answer.body)}`).toContain(
      answer.status
    )
    expectNothingOfTheirs(answer.body, path)
  }
  const bulk = await call('POST', '/api/conversations/bulk', {
    who: mine.workspace.key,
    body: { ids: [theirs.conversationId], change: { status: 'resolved' } }
  })
  expect(bulk.body).toMatchObject({ changed: 0, failed: [{ id: theirs.conversationId, code: 'not_found' }] })
})

test('P51 what a body must not set is not set by naming it', async () => {
  const { key, agentId } = mine.workspace
  const extra = {
    workspaceId: theirs.workspace.workspace.id,
    workspace: theirs.workspace.workspace.id,
    workspaceNumber: theirs.workspace.workspace.number
  }
  const agent = await call<{ id: string }>('POST', '/api/agents', {
    who: key,
    body: { name: 'Mine', allowedOrigins: ['*'], ...extra, id: theirs.agentId }
  })
  expect([201, 422]).toContain(agent.status)
  const made = await call('POST', '/api/keys', { who: key, body: { name: 'Mine', scopes: ['people:read'], ...extra } })
  expect([201, 422]).toContain(made.status)
  const visitor = await identify(
    mine.workspace,
    {
      localId: newLocalId(),
      ...extra,
      visitorId: theirs.visitor.visitorId,
      personId: theirs.visitor.visitorId,
      verified: true,
      userId: 'root',
      trust: 'own',
      traits: { verified: true, role: 'owner', user_id: 'root', workspaceId: extra.workspaceId }
    },
    anyAddress()
  )
  expect(visitor).toMatchObject({ status: 200, body: { verified: false, isReturning: false } })
  const shown = await personOf(mine.workspace, visitor.body.visitorId)
  expect(shown.verified).toBe(false)
  await send(mine.workspace, visitor.body, [
    {
      ...page('/'),
      visitor: theirs.visitor.visitorId,
      visitorId: theirs.visitor.visitorId,
      workspace: 1,
      bot: '',
      country: 'ZZ',
      ip: '8.8.8.8'
    } as ReturnType<typeof page>
  ])
  expect((await timelineOf(mine.workspace, visitor.body.visitorId)).items).toMatchObject([
    { visitorId: visitor.body.visitorId, country: 'GB' }
  ])
  const agents = await call<{ items: { id: string }[] }>('GET', '/api/agents', { who: theirs.workspace.key })
  expect(agents.body.items.map(one => one.id)).not.toContain(agent.body.id)
  expect(agentId).not.toBe(theirs.workspace.agentId)
})

test('P49 a revoked key opens nothing any more, on any route', async () => {
  const revoked = await keyWith(theirs.workspace, ...scopes)
  expect((await call('DELETE', `/api/keys/${revoked.id}`, { who: theirs.workspace.key })).status).toBe(204)
  for (const row of guarded) {
    const answer = await knock(row, theirs, { who: revoked.key })
    expect(answer.status, `${row.route} ${JSON.stringify(answer.body)}`).toBe(401)
  }
})

test('after all of this the other workspace is as it was', async () => {
  const { workspace, mark } = theirs
  const ask = async (path: string) => (await call<Record<string, unknown>>('GET', path, { who: workspace.key })).body
  expect((await peopleOf(workspace)).body.total).toBe(2)
  expect(await personOf(workspace, theirs.visitor.visitorId)).toMatchObject({ name: `Person ${mark}`, events: 1 })
  expect((await timelineOf(workspace, theirs.visitor.visitorId, '?types=page')).items.map(item => item.path)).toEqual([
    `/${mark}`
  ])
  expect((await chainOf(workspace, theirs.visitor.visitorId)).evidence[0]).not.toHaveProperty('undoneAt')
  expect(await ask(`/api/agents/${theirs.agentId}`)).toMatchObject({ name: `Site ${mark}` })
  expect(await ask(`/api/agents/${theirs.spareAgentId}`)).toMatchObject({ name: `Spare ${mark}` })
  expect(await ask('/api/members')).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ name: `Member ${mark}`, role: 'agent' })])
  })
  expect(await ask('/api/keys')).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id: theirs.keyId })])
  })
  expect(await ask(`/api/conversations/${theirs.conversationId}`)).toMatchObject({
    status: 'open',
    messages: [{ text: `Message ${mark}` }]
  })
  expect(await ask(`/api/knowledge/documents/${theirs.documentId}`)).toMatchObject({
    title: `Document ${mark}`,
    items: [{ text: `Passage ${mark}` }]
  })
  expect(await ask(`/api/knowledge/crawls/${theirs.crawlId}`)).toMatchObject({ url: `https://${mark}.invalid/` })
  expect(await ask(`/api/agents/${workspace.agentId}/responder`)).toMatchObject({ name: `Pip ${mark}` })
  expect(await ask('/api/canned-replies')).toMatchObject({ items: [{ text: `Reply ${mark}` }] })
  expect(await ask(`/api/agents/${workspace.agentId}/proactive`)).toMatchObject({
    items: [{ message: `Shown ${mark}`, enabled: true, shown: 0 }],
    settings: { perDay: 2 }
  })
})
