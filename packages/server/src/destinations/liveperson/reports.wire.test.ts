import type { Deliveries, DeliveryDetail } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../../test/start.ts'
import { page, track, userToken } from '../../../test/visitor.ts'
import { call, useServer } from '../../../test/workspace.ts'
import { sends, visitorOf, type Walk, walkTo } from './testing/walk.ts'

let server: Awaited<ReturnType<typeof startServer>>
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const agreed = { context: { consent: { marketing: true } } }
const at = (url: string) => ({ url, ...agreed })

describe('S7 the two examples of the documentation arrive field for field', () => {
  test('a purchase', async () => {
    const { workspace, visitor, taken } = await walkTo(open)
    const order = { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' }
    await sends(workspace, visitor, track('Order Completed', order, at('https://example.com/checkout/confirmation')))
    const [report] = await taken(1)
    expect(report?.body).toEqual({
      consumerId: visitor.visitorId,
      identities: [{ iss: 'Datafly', acr: '0', sub: visitor.visitorId }],
      entryPoints: ['https://example.com/checkout/confirmation'],
      engagementAttributes: [{ type: 'purchase', total: 11.7, currency: 'USD', orderId: 'DRV1534XC' }]
    })
  })
  test('a viewed product', async () => {
    const { workspace, visitor, taken } = await walkTo(open)
    const product = { product_id: 'SKU-A', product_name: 'Widget', category: 'Hardware', price: 49.99 }
    await sends(workspace, visitor, track('Product Viewed', product, at('https://example.com/products/widget')))
    const [report] = await taken(1)
    expect(report?.body).toEqual({
      consumerId: visitor.visitorId,
      entryPoints: ['https://example.com/products/widget'],
      engagementAttributes: [
        {
          type: 'prodView',
          products: [{ product: { name: 'Widget', category: 'Hardware', sku: 'SKU-A', price: 49.99 } }]
        }
      ]
    })
  })
})

test('S4 S5 the first report goes without ids, and the following ones with those that LivePerson named', async () => {
  const { local, workspace, visitor, taken, settings } = await walkTo(open)
  await sends(workspace, visitor, page('/', agreed))
  const [first] = await taken(1)
  expect(first).toMatchObject({
    method: 'POST',
    path: `/api/account/${settings.account_id}/app/${settings.app_installation_id}/report`,
    query: { v: '1.0', obh: 'true' },
    status: 201
  })
  expect(first?.headers).toMatchObject({ 'x-http-method-override': 'PUT', 'content-type': 'application/json' })
  await sends(workspace, visitor, page('/pricing', agreed))
  const second = (await taken(2))[1]
  const { visitorId: vid, sessionId: sid } = namedIn(first)
  expect(second).toMatchObject({ query: { v: '1.0', vid, sid, obh: 'true' }, status: 200 })
  // Another visitor is another visit.
  await sends(workspace, await visitorOf(workspace), page('/', agreed))
  expect((await taken(3))[2]?.query).toEqual({ v: '1.0', obh: 'true' })
  expect(local.visit(vid ?? '', sid)).toMatchObject({
    entryPoints: ['https://shop.example/', 'https://shop.example/pricing']
  })
})

test('S5 the ids of the page’s own lpTag come before those of earlier answers', async () => {
  const { workspace, visitor, taken } = await walkTo(open)
  await sends(workspace, visitor, page('/', agreed))
  await taken(1)
  const liveperson = { vid: 'Tag-Visitor', sid: 'Tag-Visit' }
  await sends(workspace, visitor, { ...page('/b'), context: { ...agreed.context, liveperson } })
  expect((await taken(2))[1]?.query).toMatchObject(liveperson)
})

test('S6 a way through the shop is read back: carts replace, views and searches add up, it is known who it was', async () => {
  const { local, workspace, taken } = await walkTo(open)
  const visitor = await visitorOf(workspace, { userToken: await userToken(workspace, '138766AC') })
  const [pot, seeds] = [
    { sku: 'pot', name: 'Pot', price: 9, quantity: 2 },
    { sku: 'seeds', name: 'Seeds', price: 2, quantity: 1 }
  ]
  await sends(
    workspace,
    visitor,
    page('/', agreed),
    track('Products Searched', { query: 'pot' }, agreed),
    track('Product Viewed', { sku: 'pot', name: 'Pot', price: 9 }, agreed),
    track('Cart Viewed', { products: [pot], currency: 'EUR' }, agreed)
  )
  await taken(1)
  await sends(
    workspace,
    visitor,
    track('Products Searched', { query: 'seeds' }, agreed),
    track('Cart Viewed', { products: [pot, seeds], currency: 'EUR' }, agreed),
    track('Lead Generated', { form_name: 'Call me back', value: 5, lead_id: 'L1' }, agreed),
    { ...track('', { status: 'active' }, agreed), type: 'identify', name: undefined },
    track('Order Completed', { order_id: 'A1', total: 20, currency: 'EUR', products: [pot, seeds] }, agreed),
    track('Video Played', {}, agreed)
  )
  const reports = await taken(2)
  const { visitorId: vid, sessionId: sid } = namedIn(reports[0])
  await expect.poll(() => local.visit(vid ?? '', sid)?.purchases, { timeout: 20_000 }).toBeDefined()
  const line = ({ quantity, ...product }: typeof pot) => ({ product, quantity })
  const asLine = [pot, seeds]
    .map(line)
    .map(({ product: { sku, name, price }, quantity }) => ({ product: { name, sku, price }, quantity }))
  expect(local.visit(vid ?? '', sid)).toEqual({
    entryPoints: ['https://shop.example/'],
    identities: [{ iss: 'Datafly', acr: '0', sub: visitor.visitorId }],
    searchContent: [{ keywords: ['pot'] }, { keywords: ['seeds'] }],
    viewedProduct: [{ products: [{ product: { name: 'Pot', sku: 'pot', price: 9 } }] }],
    cartStatus: { total: 20, currency: 'EUR', numItems: 3, products: asLine },
    leads: [{ lead: { topic: 'Call me back', value: 5, leadId: 'L1' } }],
    customerInfo: { info: { customerId: '138766AC', cstatus: 'active' } },
    purchases: [{ total: 20, currency: 'EUR', orderId: 'A1', cart: { numItems: 3, products: asLine } }]
  })
})

test.each(['1.0', '1.1'])(
  'an account that is still loading is told again, as the visitor it named (version %s)',
  async version => {
    const { local, workspace, visitor, taken } = await walkTo(open, {
      account: { isCold: true },
      settings: { api_version: version }
    })
    await sends(workspace, visitor, page('/', agreed))
    const [report] = await taken(1)
    const [cold] = local.arrivals
    expect(cold?.status).toBe(version === '1.1' ? 202 : 500)
    const [, vid] = /vid: (\S+)/.exec(namedIn(cold).message ?? '') ?? []
    expect(report?.query).toMatchObject({ v: version, vid })
    expect(Date.parse(report?.at ?? '') - Date.parse(cold?.at ?? '')).toBeGreaterThanOrEqual(3_000)
  }
)

test('a visit that LivePerson has forgotten begins anew at once, and costs no try', async () => {
  const { local, workspace, visitor, taken } = await walkTo(open)
  await sends(workspace, visitor, page('/', agreed))
  const [first] = await taken(1)
  local.endVisits()
  await sends(workspace, visitor, page('/b', agreed))
  const second = (await taken(2))[1]
  expect(local.arrivals.map(one => one.status)).toEqual([201, 404, 201])
  expect(second?.query).toEqual({ v: '1.0', obh: 'true' })
  const { sessionId: sid } = namedIn(second)
  expect(sid).not.toBe(namedIn(first).sessionId)
  await sends(workspace, visitor, page('/c', agreed))
  expect((await taken(3))[2]?.query).toMatchObject({ sid })
})

describe('S10 what is wrong with the settings', () => {
  test('an unknown App Key pauses it, is told once, and nothing is lost when it is mended', async () => {
    const { local, workspace, visitor, taken, stands, destination } = await walkTo(open, {
      settings: { app_installation_id: 'nobody' }
    })
    await sends(workspace, visitor, page('/', agreed))
    expect((await stands('misconfigured')).problem?.message).toContain('Check app_installation_id')
    await sends(workspace, await visitorOf(workspace), page('/', agreed))
    await expect
      .poll(async () => (await stands('misconfigured')).health.waiting, { timeout: 20_000, message: 'both wait' })
      .toBe(2)
    expect(local.arrivals).toHaveLength(1)
    await call('PATCH', `/api/destinations/${destination.id}`, {
      who: workspace.key,
      body: { settings: { app_installation_id: local.account.appKey } }
    })
    expect(await taken(2)).toHaveLength(2)
    expect((await stands('active')).problem).toBeUndefined()
  })
  test('a wrong host is looked up again, and is not asked a second time when there is none better', async () => {
    const { local, workspace, visitor, arrived, stands, taken, destination } = await walkTo(open)
    local.failNext({ is: 'text', status: 404, text: 'Not Found' })
    await sends(workspace, visitor, page('/', agreed))
    expect((await stands('misconfigured')).problem?.message).toMatch(/Verify account_id and app_installation_id/)
    expect(await arrived(1)).toHaveLength(1)
    // What was missing is there now, at LivePerson: no setting has to change for it to go on.
    await call('PATCH', `/api/destinations/${destination.id}`, { who: workspace.key, body: { enabled: true } })
    expect(await taken(1)).toHaveLength(1)
  })
  test.each([401, 403])('%i says that the account may demand authenticated monitoring', async status => {
    const { local, workspace, visitor, stands } = await walkTo(open)
    local.failNext({ is: 'answer', status })
    await sends(workspace, visitor, page('/', agreed))
    expect((await stands('misconfigured')).problem?.message).toMatch(/authenticated monitoring/)
    expect(local.arrivals).toHaveLength(1)
  })
})

test('S11 an account that demands signed identities takes a visitor who is proven, and nobody else', async () => {
  const secret = 'a secret of thirty-two characters'
  const { local, workspace, visitor, taken, stands } = await walkTo(open, {
    account: { demands: { key: new TextEncoder().encode(secret), issuer: 'https://id.example.com' } },
    settings: {
      authenticated: true,
      signing_algorithm: 'HS256',
      signing_key: secret,
      token_issuer: 'https://id.example.com'
    }
  })
  const proven = await visitorOf(workspace, { userToken: await userToken(workspace, 'user-1') })
  await sends(workspace, proven, page('/', agreed))
  const [report] = await taken(1)
  expect(report?.body).toMatchObject({ identities: [{ iss: 'https://id.example.com', acr: 'loa1' }] })
  await sends(workspace, visitor, page('/', agreed))
  expect((await stands('misconfigured')).problem?.message).toContain('does not accept the signed identity')
  expect(local.arrivals.at(-1)?.body).toMatchObject({ identities: [{ acr: '0', sub: visitor.visitorId }] })
})

describe('S13 what comes to nothing', () => {
  test('is sent again after the time that a 429 names, and those behind it stay behind it', async () => {
    const { local, workspace, visitor, taken } = await walkTo(open)
    local.failNext({ is: 'answer', status: 429, retryAfter: 2 })
    await sends(workspace, visitor, track('Products Searched', { query: 'a' }, agreed))
    await expect.poll(() => local.arrivals.length, { timeout: 20_000 }).toBe(1)
    await sends(workspace, visitor, track('Products Searched', { query: 'b' }, agreed))
    const reports = await taken(1)
    expect(Date.parse(reports[0]?.at ?? '') - Date.parse(local.arrivals[0]?.at ?? '')).toBeGreaterThanOrEqual(2_000)
    await expect
      .poll(() => keywords(local.arrivals.filter(one => one.status < 300)), { timeout: 20_000 })
      .toEqual(['a', 'b'])
  })
  test.each([
    ['a 500', { is: 'answer', status: 500, code: 18, message: 'Unexpected error' }],
    ['a 503', { is: 'answer', status: 503, message: 'Temporarily unavailable' }],
    ['a connection that breaks off', { is: 'reset' }],
    ['an answer that is no HTTP', { is: 'garbage' }]
  ] as const)('is sent again after %s, as long as LivePerson can tell it is the same', async (_what, fault) => {
    const { local, workspace, visitor, taken } = await walkTo(open)
    local.failNext(fault)
    await sends(workspace, visitor, track('Order Completed', { order_id: 'A1', total: 1 }, agreed))
    const [report] = await taken(1)
    expect(report?.body).toMatchObject({ engagementAttributes: [{ type: 'purchase', orderId: 'A1' }] })
    expect(local.arrivals).toHaveLength(2)
  })
  test('is not sent again after a 400, and what came after it is', async () => {
    const { local, workspace, visitor, arrived, taken, stands } = await walkTo(open)
    local.failNext({ is: 'answer', status: 400, code: 5, message: 'consumerId' })
    await sends(workspace, visitor, page('/', agreed))
    await arrived(1)
    await sends(workspace, visitor, page('/b', agreed))
    const [report] = await taken(1)
    expect(report?.body).toMatchObject({ entryPoints: ['https://shop.example/b'] })
    await expect.poll(async () => (await stands('active')).health.failed, { timeout: 20_000 }).toBe(1)
  })
  test('is not sent again where a second time would count twice and nobody knows of the first', async () => {
    const { local, workspace, visitor, arrived, taken, stands } = await walkTo(open)
    local.failNext({ is: 'reset' })
    await sends(workspace, visitor, track('Products Searched', { query: 'a' }, agreed))
    await arrived(1)
    await expect.poll(async () => (await stands('active')).health.failed, { timeout: 20_000 }).toBe(1)
    await sends(workspace, visitor, track('Products Searched', { query: 'b' }, agreed))
    expect(keywords(await taken(1))).toEqual(['b'])
  })
})

describe('consent', () => {
  test('a visitor who did not agree to marketing is not reported', async () => {
    const { local, workspace, visitor, taken, stands } = await walkTo(open)
    const refused = { context: { consent: { marketing: false } } }
    await sends(workspace, visitor, page('/', refused))
    await expect.poll(async () => (await stands('active')).health.withheld, { timeout: 20_000 }).toBe(1)
    await sends(workspace, await visitorOf(workspace), page('/', agreed))
    await taken(1)
    expect(local.arrivals).toHaveLength(1)
  })
  test('taken back while a report waits for its next try, it is not sent', async () => {
    const { local, workspace, visitor, arrived, stands } = await walkTo(open)
    local.failNext({ is: 'answer', status: 429, retryAfter: 3 })
    await sends(workspace, visitor, page('/', agreed))
    await arrived(1)
    await sends(workspace, visitor, page('/b', { context: { consent: { marketing: false } } }))
    await expect.poll(async () => (await stands('active')).health.withheld, { timeout: 30_000 }).toBe(2)
    expect(local.arrivals).toHaveLength(1)
  })
})

describe('S9 S10 the debugger', () => {
  const listed = async ({ workspace, destination }: Pick<Walk, 'workspace' | 'destination'>) => {
    const list = async () =>
      (await call<Deliveries>('GET', `/api/deliveries?destinationId=${destination.id}`, { who: workspace.key })).body
        .items
    await expect.poll(async () => (await list())[0]?.finishedAt, { timeout: 30_000 }).toBeDefined()
    return (await list())[0]
  }
  test('has the purchase with its request and answer', async () => {
    const walk = await walkTo(open)
    const { workspace, visitor, local } = walk
    await sends(workspace, visitor, track('Order Completed', { order_id: 'DRV1534XC', revenue: 11.7 }, agreed))
    const one = await listed(walk)
    expect(one).toMatchObject({ state: 'delivered', status: 201, advice: expect.stringContaining('App Key is active') })
    const { body } = await call<DeliveryDetail>('GET', `/api/deliveries/${one?.id}`, { who: workspace.key })
    const [attempt] = body.attemptList
    expect(attempt?.request).toMatchObject({
      method: 'POST',
      url: expect.stringContaining(`${local.host}/api/account/`)
    })
    expect(JSON.parse(attempt?.request?.body ?? '')).toEqual(local.arrivals[0]?.body)
    expect(JSON.parse(attempt?.response?.body ?? '')).toEqual(local.arrivals[0]?.answer)
  })
  test.each([
    ['consumerId', /“consumerId” is missing or malformed.*identities\.sub or vid/],
    ['engagementAttributes', /“engagementAttributes” is missing or malformed/]
  ])('says what to do about a 400 that names %s', async (message, sentence) => {
    const walk = await walkTo(open)
    walk.local.failNext({ is: 'answer', status: 400, code: 5, message })
    await sends(walk.workspace, walk.visitor, page('/', agreed))
    expect(await listed(walk)).toMatchObject({ state: 'invalid', status: 400, advice: expect.stringMatching(sentence) })
  })
  test('sends a test event at once, past consent', async () => {
    const { workspace, destination, local } = await walkTo(open)
    const { status, body } = await call<DeliveryDetail>('POST', `/api/destinations/${destination.id}/test`, {
      who: workspace.key,
      body: { event: { type: 'track', name: 'Lead Generated', properties: { topic: 'test drive' } } }
    })
    expect([status, body.state, body.origin]).toEqual([200, 'delivered', 'test'])
    expect(local.arrivals[0]?.body).toMatchObject({
      engagementAttributes: [{ type: 'lead', lead: { topic: 'test drive' } }]
    })
  })
})

const keywords = (reports: { body: unknown }[]) =>
  reports.flatMap(({ body }) =>
    (body as { engagementAttributes: { keywords?: string[] }[] }).engagementAttributes.flatMap(
      one => one.keywords ?? []
    )
  )

const namedIn = (report: { answer: unknown } | undefined) => (report?.answer ?? {}) as Record<string, string>
