import type { Delivery, DeliveryDetail } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { auditOf } from '../../../test/team.ts'
import { chrome, identify, london, newLocalId, send, track } from '../../../test/visitor.ts'
import { call, mintWorkspace, placesOf, settled } from '../../../test/workspace.ts'
import { everywhere, obeys } from '../../privacy/testing/rules.ts'
import { eventually, ownServer } from '../testing/own-server.ts'
import { added, ask, change, deliveriesOf, detailOf, newSecret } from '../testing/team.ts'

const own = ownServer()
const browser = async (workspace: Awaited<ReturnType<typeof mintWorkspace>>) =>
  (await identify(workspace, { localId: newLocalId() })).body

test('S9 what was sent stands in the list with its request and answer, in the queue and in the history alike', async () => {
  const workspace = await mintWorkspace()
  const secret = newSecret()
  const there = await own.sink(() => ({ status: 200, body: `thank you, ${secret}` }))
  const destination = await added(workspace, { settings: { url: `${there.url}/in`, secret } })
  const visitor = await browser(workspace)
  await send(workspace, visitor, [track('Order Completed', { order_id: 'A-1', coupon: 'SUMMER' })])
  const look = () => deliveriesOf(workspace)
  const { items } = await eventually(look, found => found.items[0]?.state === 'delivered')
  expect(items).toHaveLength(1)
  const [sent] = items as [Delivery]
  expect(sent).toMatchObject({
    destinationId: destination.id,
    destinationName: destination.name,
    destinationType: 'webhook',
    origin: 'live',
    event: { type: 'track', name: 'Order Completed', visitorId: visitor.visitorId },
    attempts: 1,
    status: 200
  })
  const queued = await detailOf(workspace, sent.id)
  expect(queued).toMatchObject({
    state: 'delivered',
    sample: { name: 'Order Completed', properties: { order_id: 'A-1' }, visitor: { id: visitor.visitorId } },
    attemptList: [{ verdict: 'delivered', request: { method: 'POST' }, response: { status: 200 } }]
  })
  expect(queued.attemptList[0]?.request?.body).toContain('A-1')
  await settled()
  expect((await look()).items).toEqual([sent])
  expect((await detailOf(workspace, sent.id)).attemptList).toEqual(queued.attemptList)
  // The other server says the secret back: it is shown nowhere, and kept nowhere.
  expect(JSON.stringify(queued)).not.toContain(secret.slice(6))
  expect(await placesOf(secret.slice(6))).toEqual([])
})

test('F14 what is sent once more has the address and the browser of its visitor again, as far as the workspace keeps them', async () => {
  const there = await own.sink(() => ({ status: 400 }))
  const contextOf = (body: string | undefined) =>
    (JSON.parse(body ?? '{}') as { data?: { context?: Record<string, unknown> } }).data?.context
  for (const [kept, expected] of [
    ['full', { userAgent: chrome, ip: london }],
    ['truncated', { userAgent: chrome, ip: '81.2.69.0' }],
    ['never', {}]
  ] as const) {
    const workspace = await mintWorkspace()
    const before = there.arrived.length
    await obeys(workspace, everywhere({ ip: kept }))
    const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
    const visitor = await browser(workspace)
    await send(workspace, visitor, [track('One'), track('Two')])
    const { items } = await eventually(
      () => deliveriesOf(workspace),
      found => found.items.length === 2 && found.items.every(one => one.state === 'invalid')
    )
    await settled()
    // Neither stands in the history.
    const whole = JSON.stringify(await detailOf(workspace, items[0]?.id ?? ''))
    expect(whole).not.toContain(london)
    await ask(workspace, `/api/deliveries/${items[0]?.id}/resend`)
    await there.until(() => there.arrived.length === before + 3)
    await ask(workspace, `/api/destinations/${destination.id}/retry`)
    await there.until(() => there.arrived.length >= before + 4)
    for (const { body } of there.arrived.slice(before + 2)) {
      const { userAgent, ip } = contextOf(body) ?? {}
      expect({ ...(userAgent === undefined ? {} : { userAgent }), ...(ip === undefined ? {} : { ip }) }).toEqual(
        expected
      )
    }
  }
}, 60_000)

test('S9 the list is narrowed down by destination, state, event, visitor, time and any word, and goes on page by page', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink(one =>
    one.body.includes('refuse-me') ? { status: 400, body: '{"error":"the colour Mauve is not taken"}' } : undefined
  )
  const settings = () => ({ url: there.url, secret: newSecret() })
  const first = await added(workspace, { settings: settings() })
  const second = await added(workspace, { settings: settings() })
  const [ada, bob] = [await browser(workspace), await browser(workspace)]
  for (let n = 0; n < 6; n += 1) await send(workspace, ada, [track('Viewed', { n })])
  await send(workspace, bob, [track('Bought', { what: 'refuse-me' })])
  const all = await eventually(
    () => deliveriesOf(workspace),
    ({ items }) => items.length === 14 && items.every(one => one.finishedAt)
  )
  const times = all.items.map(one => one.createdAt)
  expect(times).toEqual(times.toSorted().reverse())
  const check = async () => {
    const count = async (query: Record<string, string | number>) => (await deliveriesOf(workspace, query)).items.length
    expect(await count({ destinationId: first.id })).toBe(7)
    expect(await count({ state: 'invalid' })).toBe(2)
    expect(await count({ state: 'invalid,delivered', destinationId: second.id })).toBe(7)
    expect(await count({ event: 'Bought' })).toBe(2)
    expect(await count({ event: 'track' })).toBe(14)
    expect(await count({ visitorId: bob.visitorId })).toBe(2)
    expect(await count({ reason: '400' })).toBe(2)
    expect(await count({ search: 'MAUVE' })).toBe(2)
    expect(await count({ search: 'refuse-me' })).toBe(2)
    expect(await count({ search: '%' })).toBe(0)
    expect(await count({ to: '2026-01-01T00:00:00Z' })).toBe(0)
    const pages: string[] = []
    let cursor: string | undefined
    do {
      const page = await deliveriesOf(workspace, { limit: 4, ...(cursor ? { cursor } : {}) })
      pages.push(...page.items.map(one => one.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(pages).toEqual(all.items.map(one => one.id))
  }
  await check()
  await settled()
  await check()
  const stranger = await mintWorkspace()
  expect((await deliveriesOf(stranger)).items).toEqual([])
  const [one] = all.items
  expect((await call('GET', `/api/deliveries/${one?.id}`, { who: stranger.key })).status).toBe(404)
  const wrong = await call('GET', '/api/deliveries?state=lost', { who: workspace.key })
  expect(wrong).toMatchObject({ status: 422, body: { error: { field: 'state' } } })
})

test('S9 the list shows what its first try did not settle, in the queue and in the history', async () => {
  const workspace = await mintWorkspace()
  let isBusy = true
  const there = await own.sink(() => {
    const answer = isBusy ? { status: 503, headers: { 'retry-after': '1' } } : undefined
    isBusy = false
    return answer
  })
  await added(workspace, { settings: { url: there.url, secret: newSecret() } })
  await send(workspace, await browser(workspace), [track('First'), track('Second')])
  const names = async () => (await deliveriesOf(workspace, { retried: 'true' })).items.map(one => one.event.name)
  await eventually(
    () => deliveriesOf(workspace),
    ({ items }) => items.some(one => one.attempts > 0)
  )
  expect(await names()).toEqual(['First'])
  await there.until(() => there.arrived.length === 3)
  await settled()
  expect(await names()).toEqual(['First'])
  expect((await deliveriesOf(workspace, { retried: 'false' })).items).toHaveLength(2)
})

test('S9 what came in one request is listed in the order in which it happened, in the queue and in the history, page by page', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink()
  await added(workspace, { settings: { url: there.url, secret: newSecret() } })
  const began = Date.now() - 60_000
  const names = Array.from({ length: 9 }, (_, n) => `Step ${n}`)
  const events = names.map((name, n) => track(name, {}, { timestamp: began + n * 1_000 }))
  await send(workspace, await browser(workspace), events)
  const listed = async () => {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await deliveriesOf(workspace, { limit: 2, ...(cursor ? { cursor } : {}) })
      found.push(...page.items.map(one => one.event.name))
      cursor = page.nextCursor
    } while (cursor)
    return found
  }
  expect(await listed()).toEqual(names.toReversed())
  await eventually(
    () => deliveriesOf(workspace),
    found => found.items.every(one => one.state === 'delivered')
  )
  await settled()
  expect(await listed()).toEqual(names.toReversed())
})

test('S9 a test event is sent at once, and the whole attempt is the answer', async () => {
  const workspace = await mintWorkspace()
  let status = 200
  const there = await own.sink(() => ({ status, body: 'noted' }))
  const secret = newSecret()
  const destination = await added(workspace, {
    settings: { url: there.url, secret },
    consentCategories: ['marketing'],
    personal: { email: 'drop' },
    // What is paused can be tried before it is turned on.
    enabled: false
  })
  const path = `/api/destinations/${destination.id}/test`
  const event = {
    type: 'track',
    name: 'Order Completed',
    properties: { order_id: 'T-1', email: 'a@b.example' },
    context: { consent: { marketing: false } }
  }
  const good = await ask<DeliveryDetail>(workspace, path, { event })
  expect(good).toMatchObject({
    status: 200,
    body: { origin: 'test', state: 'delivered', status: 200, attemptList: [{ response: { body: 'noted' } }] }
  })
  expect(there.arrived).toHaveLength(1)
  expect(there.arrived[0]?.body).toContain('T-1')
  expect(there.arrived[0]?.body).not.toContain('a@b.example')
  expect(JSON.stringify(good.body)).not.toContain(secret.slice(6))
  status = 503
  const bad = await ask<DeliveryDetail>(workspace, path, { event })
  expect(bad.body).toMatchObject({ origin: 'test', state: 'refused', status: 503, attempts: 1 })
  expect(bad.body.advice).toMatch(/503|again/)
  const { items } = await deliveriesOf(workspace, { destinationId: destination.id })
  expect(items.map(one => [one.origin, one.state])).toEqual([
    ['test', 'refused'],
    ['test', 'delivered']
  ])
  expect((await auditOf(workspace)).filter(entry => entry.action === 'destination.tested')).toHaveLength(2)
})

test('S9 a stored event can be the test, and what no rule wants says so', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink()
  const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() }, enabled: false })
  const path = `/api/destinations/${destination.id}/test`
  const stored = track('Signed Up', { plan: 'gold' })
  await send(workspace, await browser(workspace), [stored])
  await settled()
  const sent = await ask<DeliveryDetail>(workspace, path, { eventId: stored.id })
  expect(sent.body).toMatchObject({ state: 'delivered', event: { id: stored.id, name: 'Signed Up' } })
  expect(JSON.parse(there.arrived[0]?.body ?? '{}')).toMatchObject({ data: { properties: { plan: 'gold' } } })
  const [rule] = destination.mapping.rules
  await change(workspace, destination.id, { mapping: { rules: [{ ...rule, on: { names: ['Nothing Else'] } }] } })
  const refused = { status: 422, body: { error: { field: 'eventId' } } }
  expect(await ask(workspace, path, { eventId: stored.id })).toMatchObject(refused)
  expect(await ask(workspace, path, { eventId: 'no-such-event' })).toMatchObject(refused)
  expect(await ask(workspace, path, {})).toMatchObject({ status: 422, body: { error: { field: 'event' } } })
  const other = await mintWorkspace()
  const theirs = await added(other, { settings: { url: there.url, secret: newSecret() } })
  expect(await ask(other, `/api/destinations/${theirs.id}/test`, { eventId: stored.id })).toMatchObject(refused)
})

test('S13 one that was refused is sent once more by hand, as a delivery of its own', async () => {
  const workspace = await mintWorkspace()
  let status = 422
  const there = await own.sink(() => ({ status }))
  const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
  await send(workspace, await browser(workspace), [track('Order Completed')])
  const { items } = await eventually(
    () => deliveriesOf(workspace),
    found => found.items[0]?.state === 'invalid'
  )
  status = 200
  await settled()
  const again = await ask<Delivery>(workspace, `/api/deliveries/${items[0]?.id}/resend`)
  expect(again).toMatchObject({ status: 202, body: { origin: 'resend', event: items[0]?.event } })
  await eventually(
    () => detailOf(workspace, again.body.id),
    found => found.state === 'delivered'
  )
  expect(there.arrived.map(one => one.eventId)).toEqual([items[0]?.event.id, items[0]?.event.id])
  await change(workspace, destination.id, { enabled: false })
  expect((await ask(workspace, `/api/deliveries/${items[0]?.id}/resend`)).status).toBe(409)
})

test('S13 all that failed for a reason is sent again, counted first, and never twice', async () => {
  const workspace = await mintWorkspace()
  let isMended = false
  const there = await own.sink(one => (one.body.includes('wrong') && !isMended ? { status: 400 } : undefined))
  const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
  const visitor = await browser(workspace)
  for (const kind of ['wrong', 'good', 'wrong', 'wrong']) await send(workspace, visitor, [track('Order', { kind })])
  await eventually(
    () => deliveriesOf(workspace),
    ({ items }) => items.length === 4 && items.every(one => one.finishedAt)
  )
  await settled()
  await send(workspace, visitor, [track('Order', { kind: 'wrong', late: true })])
  await eventually(
    () => deliveriesOf(workspace, { state: 'invalid' }),
    ({ items }) => items.length === 4
  )
  const path = `/api/destinations/${destination.id}/retry`
  const count = async (body: object) => (await ask<{ count: number }>(workspace, path, body)).body.count
  expect(await count({ countOnly: true })).toBe(4)
  expect(await count({ countOnly: true, reason: '500' })).toBe(0)
  expect(await count({ countOnly: true, reason: '400', states: ['invalid'] })).toBe(4)
  expect(there.arrived).toHaveLength(5)
  isMended = true
  expect(await count({ reason: '400' })).toBe(4)
  await there.until(() => there.arrived.length === 9)
  expect(await count({ countOnly: true })).toBe(0)
  await settled()
  expect(await count({})).toBe(0)
  await eventually(
    () => deliveriesOf(workspace, { state: 'delivered' }),
    ({ items }) => items.filter(one => one.origin === 'resend').length === 4
  )
  expect((await auditOf(workspace))[0]).toMatchObject({ action: 'deliveries.retried', target: destination.id })
})

test('S13 what waits for its next try is tried at once when somebody asks', async () => {
  const workspace = await mintWorkspace()
  let isUp = false
  const there = await own.sink(() => (isUp ? undefined : { status: 503, headers: { 'retry-after': '3600' } }))
  const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
  await send(workspace, await browser(workspace), [track('Order Completed')])
  const { items } = await eventually(
    () => deliveriesOf(workspace),
    found => found.items[0]?.state === 'retrying'
  )
  expect(Date.parse(items[0]?.nextAt ?? '')).toBeGreaterThan(Date.now() + 3_000_000)
  isUp = true
  const path = `/api/destinations/${destination.id}/retry`
  expect((await ask(workspace, path, { states: ['retrying'], countOnly: true })).body).toEqual({ count: 1 })
  expect((await ask(workspace, path, { states: ['retrying'] })).body).toEqual({ count: 1 })
  await eventually(
    () => detailOf(workspace, items[0]?.id ?? ''),
    found => found.state === 'delivered'
  )
  expect(there.arrived).toHaveLength(2)
})

test('DE4 P38 a test goes nowhere but to its address: a redirect is told, and not followed', async () => {
  const workspace = await mintWorkspace()
  const inside = await own.sink()
  const there = await own.sink(() => ({ status: 307, headers: { location: `${inside.url}/latest/meta-data` } }))
  const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() }, enabled: false })
  const event = { type: 'track', name: 'Order Completed' }
  const tested = await ask<DeliveryDetail>(workspace, `/api/destinations/${destination.id}/test`, { event })
  expect(tested.body).toMatchObject({ state: 'refused', status: 307, advice: expect.stringContaining('redirect') })
  expect(there.arrived).toHaveLength(1)
  expect(inside.arrived).toHaveLength(0)
})
