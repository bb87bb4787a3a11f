import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { LedgerRow, Person, Timeline } from '@foyer/protocol'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { expect, test } from 'vitest'
import { hex, identify, london, uuidV7 } from '../../../test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'

/** The visitor that the page of this browser would be. */
const visitorOf = async (workspace: Minted, anonymousId: string) =>
  (await identify(workspace, { localId: anonymousId })).body.visitorId

async function historyOf(workspace: Minted, visitorId: string) {
  await settled()
  return (await call<Timeline>('GET', `/api/people/${visitorId}/timeline`, { who: workspace.key })).body.items
}
const namesIn = (items: Timeline['items']) => items.map(item => ('name' in item && item.name) || item.type).sort()

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call<{ success?: boolean; rejected?: { index: number; code: string }[]; error?: { code: string; message: string } }>(
    'POST',
    path,
    { body, headers }
  )
const ledgerOf = async (workspace: Minted) => {
  await settled()
  const { body } = await call<{ items: LedgerRow[] }>('GET', '/api/ledger', { who: workspace.key })
  return body.items[0]
}

test('Segment’s own Node library, unmodified, loses nothing, and what it sends twice is stored once', async () => {
  const workspace = await mintWorkspace()
  const anonymousId = `anon-${hex(8)}`
  const segment = new Analytics({ writeKey: workspace.agentId, host: foyerUrl(), flushAt: 2, flushInterval: 50 })
  const failed: unknown[] = []
  segment.on('error', fault => failed.push(fault))
  const messageId = `one-${hex(8)}`
  const products = [{ product_id: 'SKU-A', price: 4.5, quantity: 2 }]
  segment.identify({ anonymousId, userId: 'u-1', traits: { email: 'jo@acme.example', plan: 'gold' } })
  segment.page({ anonymousId, category: 'Docs', name: 'Start', properties: { url: 'https://shop.example/start' } })
  const order = { anonymousId, event: 'Order Completed', properties: { order_id: 'o1', products }, messageId }
  const timestamp = new Date()
  segment.track({ ...order, timestamp })
  segment.track({ ...order, timestamp })
  segment.screen({ anonymousId, name: 'Home' })
  segment.group({ anonymousId, groupId: 'acme', traits: { name: 'Acme' } })
  segment.alias({ userId: 'u-1', previousId: anonymousId })
  await segment.closeAndFlush()
  expect(failed).toEqual([])

  const id = await visitorOf(workspace, anonymousId)
  const items = await historyOf(workspace, id)
  expect(namesIn(items)).toEqual(['Home', 'Order Completed', 'Start', 'group', 'identify', 'identify'])
  expect(items.find(item => item.type === 'track')).toMatchObject({ properties: { order_id: 'o1', products } })
  expect(items.find(item => item.type === 'page')).toMatchObject({ path: '/start', properties: { category: 'Docs' } })
  const person = (await call<Person>('GET', `/api/people/${id}`, { who: workspace.key })).body
  expect(person.verified).toBe(false)
  expect(Object.fromEntries(person.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
    email: 'jo@acme.example',
    plan: 'gold',
    company: 'Acme',
    userId: 'u-1'
  })
  expect(await ledgerOf(workspace)).toMatchObject({ received: 7, stored: 6, duplicate: 1, rejected: {} })
})

test('RudderStack’s Node library, unmodified, does too', async () => {
  const workspace = await mintWorkspace()
  const anonymousId = `anon-${hex(8)}`
  const rudder = new RudderAnalytics(workspace.agentId, { dataPlaneUrl: foyerUrl(), flushAt: 10, gzip: true })
  rudder.identify({ anonymousId, userId: 'u-2', context: { traits: { plan: 'silver' } } })
  rudder.track({ anonymousId, event: 'Signed Up', properties: { plan: 'silver' } })
  rudder.page({ anonymousId, name: 'Pricing', properties: { url: 'https://shop.example/pricing' } })
  await new Promise<void>((done, failed) =>
    rudder.flush((fault?: unknown) => (fault ? failed(fault as Error) : done()))
  )
  const items = await historyOf(workspace, await visitorOf(workspace, anonymousId))
  expect(namesIn(items)).toEqual(['Pricing', 'Signed Up', 'identify'])
})

test.each([429, 503])(
  'a server that is behind for a moment (%i with Retry-After) costs Segment’s library nothing',
  async status => {
    const workspace = await mintWorkspace()
    let tries = 0
    const between = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      tries += 1
      if (tries <= 2) return response.writeHead(status, { 'retry-after': '1' }).end()
      const answer = await fetch(foyerUrl() + request.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' },
        body: Buffer.concat(chunks)
      })
      response.writeHead(answer.status).end(await answer.text())
    })
    await new Promise<void>(done => between.listen(0, '127.0.0.1', done))
    try {
      const { port } = between.address() as AddressInfo
      const anonymousId = `anon-${hex(8)}`
      const segment = new Analytics({ writeKey: workspace.agentId, host: `http://127.0.0.1:${port}`, flushAt: 5 })
      for (const event of ['one', 'two', 'three']) segment.track({ anonymousId, event })
      await segment.closeAndFlush({ timeout: 30_000 })
      expect(tries).toBe(3)
      const items = await historyOf(workspace, await visitorOf(workspace, anonymousId))
      expect(namesIn(items)).toEqual(['one', 'three', 'two'])
    } finally {
      between.close()
    }
  }
)

test('whom a server with a secret key names is one person on two devices; whom a public key names joins nobody', async () => {
  const workspace = await mintWorkspace()
  const [a, b, c, d] = Array.from({ length: 4 }, () => `anon-${hex(8)}`)
  const userId = `user-${hex(4)}`
  const said = (anonymousId: string | undefined) => ({
    type: 'track',
    event: 'seen',
    anonymousId,
    userId,
    messageId: uuidV7()
  })
  expect((await post('/v1/batch', { batch: [said(a), said(b), said(undefined)] }, basic(workspace.key))).body).toEqual({
    success: true
  })
  expect(
    (await post('/v1/batch', { batch: [said(c), said(d), said(undefined)] }, basic(workspace.agentId))).body
  ).toEqual({ success: true })
  await settled()
  const personOf = async (anonymousId = '') =>
    (await call<Person>('GET', `/api/people/${await visitorOf(workspace, anonymousId)}`, { who: workspace.key })).body
  const [first, second, third, fourth] = [await personOf(a), await personOf(b), await personOf(c), await personOf(d)]
  expect(second.id).toBe(first.id)
  expect(first).toMatchObject({ verified: true })
  expect(new Set([first.id, third.id, fourth.id]).size).toBe(3)
  expect(third).toMatchObject({ verified: false })
  // Also what came without an anonymousId; what was only claimed did not come near it.
  expect(namesIn(await historyOf(workspace, first.id))).toEqual(['seen', 'seen', 'seen'])
})

test('an alias joins what was done before to whom a server names, in whatever order it comes', async () => {
  const workspace = await mintWorkspace()
  const before = `anon-${hex(8)}`
  const userId = `user-${hex(4)}`
  const calls = [
    { type: 'track', event: 'before', anonymousId: before, messageId: uuidV7() },
    { type: 'alias', previousId: before, userId, messageId: uuidV7() },
    { type: 'track', event: 'after', userId, messageId: uuidV7() }
  ]
  await post('/v1/batch', { batch: calls.toReversed() }, basic(workspace.key))
  const id = await visitorOf(workspace, before)
  expect(namesIn(await historyOf(workspace, id))).toEqual(['after', 'before', 'identify'])
})

test.each([
  ['Basic', (key: string) => ({ headers: basic(key) })],
  ['Bearer', (key: string) => ({ headers: { authorization: `Bearer ${key}` } })],
  ['a header of its own', (key: string) => ({ headers: { 'x-write-key': key } })],
  ['the body', (key: string) => ({ body: { writeKey: key } })],
  ['the address', (key: string) => ({ query: `?writeKey=${key}` })]
] as const)('a write key may stand in %s', async (_where, put) => {
  const workspace = await mintWorkspace()
  const anonymousId = `anon-${hex(8)}`
  const { headers, body, query } = put(workspace.agentId) as {
    headers?: Record<string, string>
    body?: object
    query?: string
  }
  for (const [door, more] of [
    ['track', { event: 'a' }],
    ['t', { event: 'b' }],
    ['p', { name: 'c' }],
    ['i', { traits: { plan: 'x' } }],
    ['g', { groupId: 'd' }],
    ['s', { name: 'e' }]
  ] as const) {
    const answer = await post(
      `/v1/${door}${query ?? ''}`,
      { anonymousId, messageId: uuidV7(), ...more, ...body },
      headers
    )
    expect([answer.status, answer.body], door).toEqual([200, { success: true }])
  }
  const items = await historyOf(workspace, await visitorOf(workspace, anonymousId))
  expect(namesIn(items)).toEqual(['a', 'b', 'c', 'e', 'group', 'identify'])
})

test('what a server says of its visitor’s browser is theirs: address, place and user agent', async () => {
  const workspace = await mintWorkspace()
  const anonymousId = `anon-${hex(8)}`
  const context = {
    ip: london,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
    page: { url: 'https://shop.example/a?b=c', title: 'A page', referrer: 'https://search.example/' },
    campaign: { source: 'news', medium: 'email', unknown: 1 },
    locale: 'de-DE',
    screen: { density: 2 },
    library: { name: 'x'.repeat(200), version: 3 }
  }
  const at = new Date(Date.now() - 3_600_000)
  // The sender's clock is a day behind; what it says of the time between is believed.
  const off = 86_400_000
  const answer = await post(
    '/v1/page',
    {
      anonymousId,
      messageId: uuidV7(at.getTime()),
      context,
      originalTimestamp: new Date(at.getTime() - off).toISOString(),
      sentAt: new Date(Date.now() - off).toISOString()
    },
    basic(workspace.key)
  )
  expect(answer.body).toEqual({ success: true })
  const id = await visitorOf(workspace, anonymousId)
  const [item] = (await historyOf(workspace, id)).filter(one => one.type === 'page')
  expect(item).toMatchObject({ path: '/a', title: 'A page', country: 'GB', browser: expect.stringContaining('Safari') })
  expect(Math.abs(Date.parse(item?.at ?? '') - at.getTime())).toBeLessThan(60_000)
})

test('one bad call of a batch costs the others nothing, is named with its reason, and stands in the ledger', async () => {
  const workspace = await mintWorkspace()
  const anonymousId = `anon-${hex(8)}`
  const good = { type: 'track', event: 'good', anonymousId, messageId: uuidV7() }
  const batch = [
    { ...good, type: 'launch' },
    { ...good, messageId: uuidV7(), anonymousId: undefined },
    { ...good, messageId: uuidV7(), anonymousId: '[object Object]', userId: 'null' },
    { ...good, messageId: uuidV7(), properties: { long: 'x'.repeat(33 * 1024) } },
    { ...good, messageId: uuidV7(), event: '  ' },
    { ...good, messageId: 'm'.repeat(101) },
    { ...good, messageId: uuidV7(), timestamp: 'yesterday' },
    { ...good, messageId: uuidV7(), timestamp: '2001-01-01T00:00:00Z' },
    'nothing',
    good
  ]
  const answer = await post('/v1/batch', { batch, writeKey: workspace.agentId })
  expect(answer.status).toBe(200)
  expect(answer.body.rejected?.map(({ index, code }) => [index, code])).toEqual([
    [0, 'invalid_event'],
    [1, 'nobody'],
    [2, 'nobody'],
    [3, 'properties_too_large'],
    [4, 'invalid_event'],
    [5, 'invalid_event'],
    [6, 'invalid_event'],
    [7, 'too_old'],
    [8, 'invalid_event']
  ])
  expect(namesIn(await historyOf(workspace, await visitorOf(workspace, anonymousId)))).toEqual(['good'])
  expect(await ledgerOf(workspace)).toMatchObject({
    received: 10,
    stored: 1,
    rejected: { invalid_event: 5, nobody: 2, properties_too_large: 1, too_old: 1 }
  })
})

test('a body that is none is refused as Segment refuses it, and says what to do', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const key = basic(workspace.agentId)
  const shop = await call<{ id: string }>('POST', '/api/agents', {
    who: workspace.key,
    body: { name: 'Shop', allowedOrigins: ['https://shop.example'] }
  })
  const raw = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(foyerUrl() + path, {
      method: 'POST',
      body: body as never,
      headers: { 'content-type': 'text/plain', ...headers }
    })
  const many = Array.from({ length: 2_501 }, () => ({ type: 'track' }))
  const one = { anonymousId: `anon-${hex(8)}`, event: 'zipped', messageId: uuidV7() }
  const cases: [number, () => Promise<Response>][] = [
    [400, () => raw('/v1/track', '{"event":', key)],
    [400, () => raw('/v1/batch', '{"event":"x"}', key)],
    [400, () => raw('/v1/batch', '[]', key)],
    [413, () => raw('/v1/batch', JSON.stringify({ batch: many }), key)],
    [413, () => raw('/v1/batch', JSON.stringify({ batch: [], more: 'x'.repeat(600 * 1024) }), key)],
    [413, () => raw('/v1/batch', gzipSync(Buffer.alloc(50_000_000, 32)), { ...key, 'content-encoding': 'gzip' })],
    [400, () => raw('/v1/track', 'no zip', { ...key, 'content-encoding': 'gzip' })],
    [200, () => raw('/v1/track', gzipSync(JSON.stringify(one)), { ...key, 'content-encoding': 'gzip' })],
    [401, () => raw('/v1/track', '{}')],
    [401, () => raw('/v1/track', '{}', basic(`agt_${'0'.repeat(32)}`))],
    [401, () => raw('/v1/track', '{}', basic('fk_nothing'))],
    [401, () => raw('/v1/track', '{}', basic('a write key of elsewhere'))],
    [404, () => raw('/v1/track', '{}', { ...basic(workspace.key), 'x-agent-id': other.agentId })],
    [403, () => raw('/v1/track', '{}', { ...basic(shop.body.id), origin: 'https://evil.example' })],
    [404, () => fetch(`${foyerUrl()}/v1/projects/agt_${'0'.repeat(32)}/settings`)]
  ]
  for (const [status, ask] of cases) {
    const answer = await ask()
    const text = await answer.text()
    expect(answer.status, text).toBe(status)
    if (status >= 400) expect(JSON.parse(text)).toMatchObject({ error: { message: expect.stringMatching(/\w+.*\./) } })
  }
})

test('a browser’s library is told to send everything here, and to load nothing else', async () => {
  const workspace = await mintWorkspace()
  const answer = await fetch(`${foyerUrl()}/v1/projects/${workspace.agentId}/settings`, {
    headers: { origin: 'https://shop.example' }
  })
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  const settings = (await answer.json()) as { integrations: Record<string, { apiHost: string; protocol: string }> }
  expect(Object.keys(settings.integrations)).toEqual(['Segment.io'])
  const { apiHost, protocol } = settings.integrations['Segment.io'] ?? {}
  expect(`${protocol}://${apiHost}`).toMatch(/^https?:\/\/[^/]+\/v1$/)
})
