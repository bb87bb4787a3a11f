import type { Requests, SavedReport, SavedReportAnswer, TopAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { metric } from '../../../test/metric.ts'
import { asMember, keyWith, signIn } from '../../../test/team.ts'
import { chrome, hex, identify, newLocalId, page, send, track, userToken } from '../../../test/visitor.ts'
import { call, mintWorkspace, placesOf, settled } from '../../../test/workspace.ts'
import { as, guest, start, writes } from '../../conversations/testing/talking.ts'
import { requestsOf, summaryOf } from '../testing/log.ts'

const britain = '81.2.69.150'
const germany = '2a02:8109:9a80:1234::1'

test('F9 every API and widget request stands in the log, with who, whence, what and how it was answered', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, {}, britain)
  await send(workspace, visitor, [page('/a')])
  const { conversationId } = await start(workspace, visitor, 'Hello')
  await writes(visitor, conversationId, 'Are you there?')
  await call('GET', '/api/people', { who: workspace.key })
  await call('GET', `/api/people/${visitor.visitorId}`, { headers: asMember(await signIn(workspace.owner)) })
  await call('GET', `/api/people/vis_${'0'.repeat(32)}`, { who: workspace.key })

  const logged = await requestsOf(workspace)
  expect(
    logged.map(({ method, endpoint, status, source, error }) => [method, endpoint, status, source, error ?? ''])
  ).toEqual([
    ['GET', '/api/people/:id', 404, 'api', 'not_found'],
    ['GET', '/api/people/:id', 200, 'dashboard', ''],
    ['GET', '/api/people', 200, 'api', ''],
    ['POST', '/api/conversations/:id/messages', 201, 'widget', ''],
    ['POST', '/api/conversations', 201, 'widget', ''],
    ['POST', '/api/visitors/:visitorId/events', 202, 'tracker', ''],
    ['POST', '/api/visitors/identify', 200, 'tracker', ''],
    ['POST', '/api/agents', 201, 'api', '']
  ])
  const message = logged[3]
  expect(message).toMatchObject({
    ip: britain,
    country: 'GB',
    browser: 'Chrome',
    os: 'Windows',
    count: 1,
    agentId: workspace.agentId,
    visitorId: visitor.visitorId,
    conversationId
  })
  expect(message?.id).toMatch(/^req_[0-9a-f]{20}$/)
  expect(message?.durationMs).toBeGreaterThan(0)
  expect(Math.abs(Date.parse(message?.at ?? '') - Date.now())).toBeLessThan(60_000)
  expect(logged[6]).toMatchObject({ visitorId: visitor.visitorId })
  expect(logged[1]).toMatchObject({ visitorId: visitor.visitorId })
  // What was asked for and is not there leads nowhere.
  expect(logged[0]).not.toHaveProperty('visitorId')
})

test('F9 the log is filtered by address, range or beginning, and by everything else that a row shows', async () => {
  const workspace = await mintWorkspace()
  const one = await guest(workspace, {}, britain)
  const other = await guest(workspace, {}, germany)
  await start(workspace, one, 'From Britain')
  await start(workspace, other, 'From Germany')
  await as(other, 'POST', '/api/conversations', { agentId: workspace.agentId, visitorId: one.visitorId })
  const count = async (query: Record<string, string>) => (await requestsOf(workspace, query)).length

  for (const ip of [britain, '81.2.69.0/24', '81.2.', '81.2.69', ` ${britain} `])
    expect(await count({ ip }), ip).toBe(2)
  for (const ip of [germany, '2a02:8109::/32', '2a02:8109:']) expect(await count({ ip }), ip).toBe(3)
  expect(await count({ ip: '81.2.70.0/24' })).toBe(0)
  expect(await count({ country: 'DE' })).toBe(3)
  expect(await count({ endpoint: '/api/conversations' })).toBe(3)
  expect(await count({ endpoint: 'POST /api/conversations' })).toBe(3)
  expect(await count({ endpoint: 'GET /api/conversations' })).toBe(0)
  expect(await count({ endpoint: '/api/conversations', status: '2xx' })).toBe(2)
  expect(await count({ status: 'errors' })).toBe(1)
  expect(await count({ status: '403' })).toBe(1)
  expect(await count({ source: 'tracker' })).toBe(2)
  expect(await count({ source: 'api' })).toBe(1)
  expect(await count({ visitor: one.visitorId })).toBe(2)
  expect(await count({ search: 'IDENTIFY' })).toBe(2)
  expect(await count({ search: 'forbidden' })).toBe(1)
  expect(await count({ agentId: workspace.agentId })).toBe(5)
  expect(await count({ from: '2020-01-01', to: '2020-01-02' })).toBe(0)
  const [row] = await requestsOf(workspace, { status: '403' })
  expect(await requestsOf(workspace, { search: row?.id ?? '' })).toEqual([row])

  // Page by page, each once.
  const pages: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await call<Requests>('GET', `/api/requests?limit=2${cursor && `&cursor=${cursor}`}`, {
      who: workspace.key
    })
    pages.push(...body.items.map(item => item.id))
    if (!body.nextCursor) break
    cursor = body.nextCursor
  }
  expect(pages).toEqual((await requestsOf(workspace)).map(item => item.id))
  expect(pages).toHaveLength(6)
})

test.each([
  ['ip=nonsense', 'ip'],
  ["ip=1' OR 1=1", 'ip'],
  ['status=6xx', 'status'],
  ['source=anything', 'source'],
  ['country=Germany', 'country'],
  ['visitor=me', 'visitor'],
  ['from=yesterday', 'from'],
  ['from=2026-11-02&to=2026-11-01', 'to'],
  ['timezone=Mars/Base', 'timezone'],
  ['cursor=abc', 'cursor'],
  ['limit=501', 'limit']
])('F9 %s is refused with the name of the field', async (query, field) => {
  const workspace = await mintWorkspace()
  const answer = await call<{ error: { field: string } }>('GET', `/api/requests?${query}`, { who: workspace.key })
  expect([answer.status, answer.body.error.field]).toEqual([422, field])
})

test('F9 the summary counts requests, errors, endpoints, addresses and countries', async () => {
  const workspace = await mintWorkspace()
  const one = await guest(workspace, {}, britain)
  const other = await guest(workspace, {}, germany)
  for (let at = 0; at < 3; at += 1) await as(one, 'GET', '/api/conversations')
  await as(other, 'POST', '/api/conversations', { agentId: workspace.agentId, visitorId: one.visitorId })
  const summary = await summaryOf(workspace)
  expect(summary.total).toMatchObject({
    requests: 7,
    clientErrors: 1,
    serverErrors: 0,
    visitors: 2,
    addresses: 3,
    summed: 0,
    notLogged: 0
  })
  const { p50, p95, p99 } = summary.total
  expect(p50).toBeGreaterThan(0)
  expect([p50, p95, p99].toSorted((a, b) => a - b)).toEqual([p50, p95, p99])
  const told = (groups: { value: string; requests: number; errors: number }[]) =>
    groups.map(({ value, requests, errors }) => [value, requests, errors])
  expect(told(summary.endpoints)).toEqual([
    ['GET /api/conversations', 3, 0],
    ['POST /api/visitors/identify', 2, 0],
    ['POST /api/agents', 1, 0],
    ['POST /api/conversations', 1, 1]
  ])
  expect(told(summary.addresses)).toEqual([
    [britain, 4, 0],
    [germany, 2, 1],
    ['127.0.0.1', 1, 0]
  ])
  expect(summary.addresses[0]).toMatchObject({ country: 'GB' })
  expect(told(summary.countries)).toEqual([
    ['GB', 4, 0],
    ['DE', 2, 1],
    ['', 1, 0]
  ])
  expect(told(summary.statuses)).toEqual([
    ['200', 5, 0],
    ['201', 1, 0],
    ['403', 1, 1]
  ])
  expect(summary.points).toHaveLength(summary.buckets.length)
  expect(summary.points.reduce((sum, point) => sum + point.requests, 0)).toBe(7)
  expect(summary.points.reduce((sum, point) => sum + point.clientErrors, 0)).toBe(1)
  expect((await summaryOf(workspace, { ip: britain })).total.requests).toBe(4)
  // The row of no known country is a filter like every other.
  for (const country of ['none', '']) expect((await summaryOf(workspace, { country })).total.requests).toBe(1)
  for (const filter of [
    { country: 'GB' },
    { search: 'conv' },
    { status: '2xx' },
    { source: 'widget' },
    { method: 'GET' }
  ])
    expect((await summaryOf(workspace, filter)).total.requests, JSON.stringify(filter)).toBeLessThan(7)
  const ofNothing = await summaryOf(workspace, { from: '2020-01-01', to: '2020-01-01' })
  expect(ofNothing.total).toMatchObject({ requests: 0, p95: 0 })
})

test('F9 a rush is summed up: every request is counted, few rows are written, and the rows say so', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, {}, britain)
  await settled()
  await Promise.all(Array.from({ length: 200 }, () => send(workspace, visitor, [page('/')])))
  const rows = await requestsOf(workspace, { endpoint: '/api/visitors/:visitorId/events', limit: 500 })
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(200)
  const summed = rows.filter(row => row.visitorId === undefined)
  expect(rows.length).toBeLessThan(200)
  expect(summed.some(row => row.count > 1)).toBe(true)
  for (const row of summed) expect(row).not.toHaveProperty('ip')
  const { total, endpoints } = await summaryOf(workspace)
  expect(total.requests).toBe(202)
  expect(total.summed).toBeGreaterThan(0)
  expect(endpoints[0]).toMatchObject({ value: 'POST /api/visitors/:visitorId/events', requests: 200 })
  expect(await metric('foyer_requests_logged_total', { how: 'summed' })).toBeGreaterThan(0)
})

test('F9 nothing secret, no body and no query string comes into the log', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const secret = () => `hush${hex(10)}`
  const [inBody, inQuery, inHeader, inAgent, inPath, inToken, inKey] = Array.from({ length: 7 }, secret)
  const headers = { 'user-agent': `${chrome} ${inAgent}`, 'x-secret': inHeader ?? '', cookie: `other=${inHeader}` }
  const ask = (method: string, path: string, options: Parameters<typeof call>[2] = {}) =>
    call(method, path, { ...options, headers: { ...headers, ...options?.headers } })
  await ask('POST', '/api/visitors/identify', {
    body: { agentId: workspace.agentId, localId: newLocalId(), traits: { note: inBody }, token: `vt_${inToken}` }
  })
  await ask('POST', '/api/conversations', { who: visitor.token, body: { agentId: workspace.agentId, message: inBody } })
  await ask('POST', '/api/conversations', {
    who: `vt_${inToken}`,
    body: { agentId: workspace.agentId, message: inBody }
  })
  await ask('GET', `/api/people?search=${inQuery}&token=${inQuery}`, { who: workspace.key })
  await ask('GET', `/api/people/${inPath}`, { who: workspace.key })
  await ask('GET', `/api/${inPath}`, { who: workspace.key })
  await ask('GET', '/api/people', { who: `fk_${inKey}` })
  await ask('GET', `/api/widget/${inPath}`)
  await ask('POST', `/api/visitors/${visitor.visitorId}/events?key=${inQuery}`, {
    body: { agentId: workspace.agentId, token: `vt_${inToken}`, events: [track(inBody ?? '')] }
  })
  const logged = await requestsOf(workspace)
  expect(logged.length).toBeGreaterThan(4)
  const texts = [inBody, inQuery, inHeader, inAgent, inPath, inToken, inKey, workspace.key, visitor.token]
  for (const text of texts) {
    expect(await placesOf(text ?? ''), text).not.toContain('requests')
    expect(JSON.stringify(logged)).not.toContain(text)
  }
})

test('F9 what names no workspace is in no log, and is counted; an agent names its own', async () => {
  const [mine, theirs] = [await mintWorkspace(), await mintWorkspace()]
  const before = await metric('foyer_requests_logged_total', { how: 'nobody' })
  await call('GET', '/api/people')
  await call('GET', '/api/people', { who: 'fk_this-key-was-never-made' })
  expect(await metric('foyer_requests_logged_total', { how: 'nobody' })).toBeGreaterThanOrEqual(before + 2)
  // A page that does not say who it is: the agent in its body says whose request it is.
  await call('POST', '/api/visitors/identify', { body: { agentId: mine.agentId, localId: 7 } })
  await call('POST', '/api/conversations', { who: 'vt_forged', body: { agentId: mine.agentId, message: 'x' } })
  // A key of one workspace that names another's agent: the key says whose request it is.
  await call('POST', '/api/visitors/identify', {
    who: theirs.key,
    body: { agentId: mine.agentId, localId: newLocalId() }
  })
  const told = (rows: Awaited<ReturnType<typeof requestsOf>>) =>
    rows.map(({ method, endpoint, status }) => [method, endpoint, status])
  expect(told(await requestsOf(mine))).toEqual([
    ['POST', '/api/conversations', 401],
    ['POST', '/api/visitors/identify', 422],
    ['POST', '/api/agents', 201]
  ])
  expect(told(await requestsOf(theirs))).toEqual([
    ['POST', '/api/visitors/identify', 404],
    ['POST', '/api/agents', 201]
  ])
})

test('F9 nobody sees the log of another workspace, whatever they filter by', async () => {
  const [mine, theirs] = [await mintWorkspace(), await mintWorkspace()]
  const visitor = await guest(theirs, {}, britain)
  const { conversationId } = await start(theirs, visitor, 'Hello')
  const [row] = await requestsOf(theirs)
  for (const query of [
    { ip: britain },
    { visitor: visitor.visitorId },
    { conversation: conversationId },
    { agentId: theirs.agentId },
    { search: row?.id ?? '' }
  ]) {
    expect(await requestsOf(mine, query), JSON.stringify(query)).toEqual([])
    expect((await summaryOf(mine, query)).total).toMatchObject({ requests: 0, addresses: 0, visitors: 0 })
  }
  const reader = await keyWith(theirs, 'people:read')
  expect((await call('GET', '/api/requests', { who: reader.key })).status).toBe(403)
  expect((await call('GET', '/api/requests')).status).toBe(401)
})

test('F1 a visitor of several browsers is found in the log by any of them', async () => {
  const workspace = await mintWorkspace()
  const [phone, laptop] = [await guest(workspace), await guest(workspace)]
  const stranger = await guest(workspace)
  for (const [nonce, { token }] of [phone, laptop].entries())
    await identify(workspace, { token, userToken: await userToken(workspace, 'u_1', { nonce }) })
  await as(laptop, 'GET', '/api/conversations')
  // Each came and signed in; one of them asked for its conversations.
  for (const { visitorId } of [phone, laptop])
    expect(await requestsOf(workspace, { visitor: visitorId })).toHaveLength(5)
  expect(await requestsOf(workspace, { visitor: stranger.visitorId })).toHaveLength(1)
})

test('F9 endpoints are a top list like any other', async () => {
  const workspace = await mintWorkspace()
  const one = await guest(workspace, {}, britain)
  await guest(workspace, {}, germany)
  for (let at = 0; at < 3; at += 1) await as(one, 'GET', '/api/conversations')
  await settled()
  const today = new Date().toISOString().slice(0, 10)
  const top = async (more: string) =>
    (
      await call<TopAnswer>('GET', `/api/analytics/top?dimension=endpoint&from=${today}&to=${today}${more}`, {
        who: workspace.key
      })
    ).body
  const whole = await top('&compare=true&limit=2')
  expect(whole.items).toEqual([
    {
      value: 'GET /api/conversations',
      visitors: 1,
      visits: 0,
      count: 3,
      previous: { visitors: 0, visits: 0, count: 0 }
    },
    expect.objectContaining({ value: 'POST /api/visitors/identify', visitors: 2, count: 2 })
  ])
  expect([whole.values, whole.total]).toEqual([3, { visitors: 2, visits: 0, count: 6 }])
  expect((await top('&search=IDENTIFY')).items.map(item => item.value)).toEqual(['POST /api/visitors/identify'])
  // What a request tells of its sender narrows the list; what only an event has is refused by name.
  const narrowed = (...filters: unknown[]) => top(`&filters=${encodeURIComponent(JSON.stringify(filters))}`)
  const counts = async (...filters: unknown[]) =>
    // Asking is logged, too.
    (await narrowed(...filters)).items
      .filter(item => /visitors|conversations/.test(item.value))
      .map(item => `${item.count} ${item.value}`)
  expect(await counts({ property: 'country', value: 'DE' })).toEqual(['1 POST /api/visitors/identify'])
  expect(await counts({ property: 'country', op: 'isNot', value: ['DE', 'GB'] })).toEqual([])
  expect(await counts({ property: 'method', value: 'GET' })).toEqual(['3 GET /api/conversations'])
  expect(await counts({ property: 'endpoint', op: 'contains', value: 'IDENT' })).toEqual([
    '2 POST /api/visitors/identify'
  ])
  expect(
    await counts({
      any: [
        { property: 'country', value: 'DE' },
        { property: 'method', value: 'GET' }
      ]
    })
  ).toEqual(['3 GET /api/conversations', '1 POST /api/visitors/identify'])
  expect(await counts({ property: 'status', op: 'startsWith', value: '5' })).toEqual([])
  expect(await counts({ property: 'browser', value: "' OR 1=1--" })).toEqual([])
  for (const [filter, field] of [
    [{ property: 'page', value: '/' }, 'filters.0.property'],
    [{ property: 'constructor', value: '/' }, 'filters.0.property'],
    [{ property: 'country', op: 'matches', value: 'D' }, 'filters.0.op'],
    [{ property: 'country' }, 'filters.0.value'],
    [{ did: { event: 'page' } }, 'filters.0']
  ] as const)
    expect(await narrowed(filter)).toMatchObject({ error: { field } })
})

test('F9 the requests of a time are kept as a report, which names no address to whoever has its link', async () => {
  const workspace = await mintWorkspace()
  const one = await guest(workspace, {}, britain)
  await as(one, 'GET', '/api/conversations')
  await settled()
  const saved = await call<SavedReport>('POST', '/api/reports', {
    who: workspace.key,
    body: { name: 'Requests', kind: 'requests', range: { last: 1 }, question: { ip: britain } }
  })
  expect(saved.status, JSON.stringify(saved.body)).toBe(201)
  const answered = await call<SavedReportAnswer>('GET', `/api/reports/${saved.body.id}/answer`, { who: workspace.key })
  expect(answered.body.answer).toMatchObject({
    total: { requests: 2, serverErrors: 0 },
    addresses: [{ value: britain, requests: 2 }]
  })
  const made = await call<{ id: string }>('POST', '/api/dashboards', {
    who: workspace.key,
    body: { name: 'Shared', tiles: [{ reportId: saved.body.id, width: 6, height: 1 }] }
  })
  const link = await call<{ url: string }>('POST', `/api/dashboards/${made.body.id}/link`, {
    who: workspace.key,
    body: {}
  })
  const shown = await call<SavedReportAnswer>('GET', `/api/shared/${link.body.url.split('/').at(-1)}/tiles/0`, {})
  expect(shown.body.answer).toMatchObject({ total: { requests: 2 }, addresses: [] })
  expect(JSON.stringify(shown.body)).not.toContain(britain)
  const wrong = await call<{ error: { field: string } }>('POST', '/api/reports', {
    who: workspace.key,
    body: { name: 'Requests', kind: 'requests', range: { last: 1 }, question: { ip: 'not one', compare: true } }
  })
  expect([wrong.status, wrong.body.error.field]).toEqual([422, 'question.compare'])
})
