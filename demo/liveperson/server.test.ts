import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalLivePerson, startLivePerson } from './server.ts'

let local: LocalLivePerson
beforeEach(async () => {
  local = await startLivePerson()
})
afterEach(() => local.close())

type Body = { engagementAttributes?: unknown; [field: string]: unknown }
type Answer = { status: number; body: Record<string, string | number> }
async function report(
  body: Body | string,
  {
    query = 'v=1.1',
    app = local.account.appKey,
    headers = { 'x-http-method-override': 'PUT' } as Record<string, string>,
    method = 'POST'
  } = {}
): Promise<Answer> {
  const answer = await fetch(`${local.url}/api/account/${local.account.id}/app/${app}/report?${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body)
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}
const told = (...engagementAttributes: object[]): Body => ({ consumerId: 'c', engagementAttributes })
const read = async (vid: unknown, sid: unknown) => {
  const answer = await fetch(
    `${local.url}/api/account/${local.account.id}/monitoring/visitors/${vid}/visits/current/state?v=1&sid=${sid}`
  )
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('the local LivePerson answers a report as LivePerson documents it', () => {
  test('by a PUT, or a POST that says PUT', async () => {
    expect((await report(told(), { method: 'PUT', headers: {} })).status).toBe(201)
    expect((await report(told())).status).toBe(201)
    expect((await report(told(), { headers: {} })).status).toBe(405)
  })
  test('201 begins a visit, 200 goes on with it, and an unknown pair begins another', async () => {
    const first = await report(told())
    expect(first).toMatchObject({ status: 201, body: { sessionId: expect.any(String), visitorId: expect.any(String) } })
    const { visitorId, sessionId } = first.body
    const second = await report(told(), { query: `v=1.1&vid=${visitorId}&sid=${sessionId}` })
    expect(second).toMatchObject({ status: 200, body: { visitorId, sessionId } })
    const third = await report(told(), { query: `v=1.1&vid=${visitorId}&sid=nobody` })
    expect(third).toMatchObject({ status: 201, body: { visitorId } })
    expect(third.body.sessionId).not.toBe(sessionId)
  })
  test.each([
    ['another version', told(), { query: 'v=2.0' }, 400, 33],
    ['an unknown app', told(), { app: 'nobody' }, 404, 18],
    ['what is no JSON', '{', {}, 400, 5],
    ['no list of attributes', { consumerId: 'c' }, {}, 400, 5],
    ['an attribute without a type', told({ total: 1 }), {}, 400, 5],
    ['a cart without a total', told({ type: 'cart', numItems: 1 }), {}, 400, 5],
    ['nobody', { engagementAttributes: [] }, {}, 400, 5],
    ['a vid that is none', told(), { query: 'v=1.1&vid=%00' }, 404, 37],
    ['a sid that is none', told(), { query: 'v=1.1&vid=a&sid=%00' }, 404, 39]
  ] as const)('%s is refused', async (_what, body, more, status, internalCode) => {
    expect(await report(body as Body, more)).toMatchObject({ status, body: { internalCode, time: expect.any(Number) } })
  })
  test('an account that is not in memory names a vid and is there the next time', async () => {
    for (const [version, status, internalCode] of [
      ['1.1', 202, 38],
      ['1.0', 500, 20]
    ] as const) {
      local.account.isCold = true
      const cold = await report(told(), { query: `v=${version}` })
      expect(cold).toMatchObject({
        status,
        body: { internalCode, message: expect.stringMatching(/^Loading account: \S+, vid: \S+$/) }
      })
      expect((await report(told(), { query: `v=${version}` })).status).toBe(201)
    }
  })
  test('a visit that has ended is not known any more', async () => {
    const { visitorId, sessionId } = (await report(told())).body
    local.endVisits()
    const again = await report(told(), { query: `v=1.1&vid=${visitorId}&sid=${sessionId}` })
    expect(again).toMatchObject({ status: 404, body: { internalCode: 39 } })
    expect((await read(visitorId, sessionId)).status).toBe(404)
  })
})

test('what was told is read back by the names of the reading side: carts replace, the rest adds up, repetitions are marked', async () => {
  const { visitorId, sessionId } = (await report(told({ type: 'cart', total: 1, numItems: 1 }))).body
  const query = `v=1.1&vid=${visitorId}&sid=${sessionId}`
  await report(told({ type: 'cartStatus', total: 2, numItems: 2 }, { type: 'searchInfo', keywords: ['a'] }), { query })
  await report(told({ type: 'searchContent', keywords: ['b'] }, { type: 'purchase', orderId: 'A', total: 1 }), {
    query
  })
  await report(told({ type: 'purchase', orderId: 'A', total: 1 }, { type: 'unheardOf' }), { query })
  expect((await read(visitorId, sessionId)).body).toEqual({
    identities: [],
    entryPoints: [],
    cartStatus: { total: 2, numItems: 2 },
    searchContent: [{ keywords: ['a'] }, { keywords: ['b'] }],
    purchases: [
      { orderId: 'A', total: 1 },
      { orderId: 'A', total: 1, repeatedOrderId: true }
    ]
  })
})

test('its page shows what arrived, and has the next report fail', async () => {
  await report(told({ type: 'lead' }))
  for (const path of ['/', '/page.js', '/page.css']) expect((await fetch(local.url + path)).status, path).toBe(200)
  const { arrivals, faults } = (await (await fetch(`${local.url}/arrivals`)).json()) as {
    arrivals: object[]
    faults: string[]
  }
  expect(arrivals).toMatchObject([{ status: 201, body: { engagementAttributes: [{ type: 'lead' }] } }])
  expect(faults).toContain('429 with Retry-After')
  await fetch(`${local.url}/faults`, { method: 'POST', body: '429 with Retry-After' })
  expect((await report(told())).status).toBe(429)
  expect((await report(told())).status).toBe(201)
  expect((await fetch(`${local.url}/faults`, { method: 'POST', body: 'nonsense' })).status).toBe(400)
  expect((await fetch(`${local.url}/nowhere`)).status).toBe(404)
})
