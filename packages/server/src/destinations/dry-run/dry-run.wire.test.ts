import type { DryRun, RecentEvents } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send, track, userToken } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'
import { added } from '../testing/team.ts'

const hourMs = 3_600_000
const around = () => ({
  from: new Date(Date.now() - hourMs).toISOString(),
  to: new Date(Date.now() + hourMs).toISOString()
})
type Refusal = { error: { field?: string; message: string } }

/** Somebody who signed in as this user; nobody known where there is none. */
async function visited(workspace: Minted, events: unknown[], user: string | null = 'u_7'): Promise<void> {
  const traits = { plan: 'gold', email: 'ada@shop.example' }
  const visitor = await identify(workspace, {
    localId: newLocalId(),
    ...(user === null ? {} : { userToken: await userToken(workspace, user, { traits }) })
  })
  expect((await send(workspace, visitor.body, events)).status).toBe(202)
  await settled()
}
const dryRun = (workspace: Minted, id: string, body: object = {}) =>
  call<DryRun>('POST', `/api/destinations/${id}/dry-run`, { who: workspace.key, body: { ...around(), ...body } })

const purchases = {
  name: 'Purchases',
  on: { types: ['track'], names: ['Order Completed'] },
  to: 'event',
  fields: { order: { path: 'properties.order_id' }, plan: { path: 'visitor.traits.plan' } }
}

test('S8 a draft is run over what happened: what would have been sent, withheld, and was not wanted, with samples', async () => {
  const workspace = await mintWorkspace()
  const destination = await added(workspace, { consentCategories: ['marketing'], enabled: false })
  const agreed = { context: { consent: { marketing: true } } }
  await visited(workspace, [
    page('/'),
    page('/cart'),
    track('Order Completed', { order_id: 'A1' }, agreed),
    track('Signed Up', {}, agreed)
  ])
  await visited(workspace, [
    track('Order Completed', { order_id: 'A2' }, { context: { consent: { marketing: false } } })
  ])
  const { status, body } = await dryRun(workspace, destination.id, { mapping: { rules: [purchases] } })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    looked: 5,
    isAll: true,
    sent: 1,
    filtered: 3,
    withheld: 1,
    invalid: 0,
    rules: [{ rule: 'Purchases', events: 2 }],
    problems: [],
    notWanted: [
      { event: 'page', events: 2 },
      { event: 'Signed Up', events: 1 }
    ]
  })
  expect(body.samples.map(one => [one.rule, JSON.parse(one.request.body).data])).toEqual([
    ['Purchases', { order: 'A1', plan: 'gold' }]
  ])
  // What is saved is still the preset.
  expect((await dryRun(workspace, destination.id)).body).toMatchObject({ looked: 5, sent: 4, withheld: 1 })
})

test('S6 a dry run counts what visitors agree to now, as the sender would', async () => {
  const workspace = await mintWorkspace()
  const destination = await added(workspace, { consentCategories: ['marketing'], enabled: false })
  const saying = (marketing: boolean) => ({ context: { consent: { marketing } } })
  const times = (name: string, say: object | undefined, ago: number) =>
    track(name, {}, { ...say, timestamp: Date.now() - ago })
  // Taken back since; agreed since; and who never said anything.
  await visited(workspace, [times('Step', saying(true), 9_000), times('Settings', saying(false), 5_000)], null)
  await visited(workspace, [times('Step', saying(false), 9_000), times('Settings', saying(true), 5_000)], null)
  await visited(workspace, [times('Step', undefined, 9_000)], null)
  const steps = { name: 'Steps', on: { names: ['Step'] }, to: 'event', fields: { id: { path: 'event.id' } } }
  const { body } = await dryRun(workspace, destination.id, { mapping: { rules: [steps] } })
  expect(body).toMatchObject({ looked: 5, filtered: 2, withheld: 1, sent: 2 })
})

test('S8 events that would have been refused are told by their sentence, with one to look at', async () => {
  const workspace = await mintWorkspace()
  const { id } = await added(workspace, {
    type: 'segment',
    settings: { host: 'https://segment.example', write_key: 'abcdefghijklmnopqrst' },
    enabled: false
  })
  await visited(workspace, [track('Order Completed', { order_id: 'A1' }), track('Order Completed', { order_id: 'A2' })])
  const rule = { ...purchases, to: 'track', fields: { event: { path: 'properties.nothing' } } }
  const { body } = await dryRun(workspace, id, { mapping: { rules: [rule] } })
  expect(body).toMatchObject({ sent: 0, invalid: 2, problems: [{ events: 2, example: { name: 'Order Completed' } }] })
  expect(body.problems[0]?.message).toMatch(
    /needs event, and the rule “Purchases” found nothing for it in “Order Completed”/
  )
})

test('a dry run sees what the destination may know, of its agents, its workspace and its time only', async () => {
  const [workspace, other] = await Promise.all([mintWorkspace(), mintWorkspace()])
  await Promise.all([
    visited(workspace, [track('Order Completed', { order_id: 'A1', email: 'ada@shop.example' })]),
    visited(other, [track('Order Completed', { order_id: 'OTHER' })])
  ])
  const { id } = await added(workspace, { personal: { email: 'drop' }, enabled: false })
  const seen = await dryRun(workspace, id)
  expect(seen.body).toMatchObject({ looked: 1, sent: 1 })
  expect(JSON.stringify(seen.body)).not.toMatch(/ada@|OTHER|whsec/)
  const long = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }
  expect((await dryRun(workspace, id, long)).body).toMatchObject({ looked: 0, isAll: true, samples: [] })
  const spare = await call<{ id: string }>('POST', '/api/agents', {
    who: workspace.key,
    body: { name: 'Spare', allowedOrigins: ['*'] }
  })
  const ofSpare = await added(workspace, { agentIds: [spare.body.id], enabled: false })
  expect((await dryRun(workspace, ofSpare.id)).body).toMatchObject({ looked: 0 })
  expect((await dryRun(other, id)).status).toBe(404)
})

test('a dry run of what cannot be says where and what to do', async () => {
  const workspace = await mintWorkspace()
  const { id } = await added(workspace, { enabled: false })
  const refused = async (body: object) => {
    const answer = await dryRun(workspace, id, body)
    return { status: answer.status, field: (answer.body as unknown as Refusal).error.field }
  }
  expect(await refused({ mapping: { rules: [{ ...purchases, to: 'nowhere' }] } })).toEqual({
    status: 422,
    field: 'mapping.rules.0.to'
  })
  expect(await refused({ mapping: null })).toEqual({ status: 422, field: 'mapping' })
  expect(await refused({ to: around().from, from: around().to })).toEqual({ status: 422, field: 'to' })
})

test('S8 the newest events of each name are offered, as the destination may know them', async () => {
  const workspace = await mintWorkspace()
  await visited(workspace, [
    ...[1, 2, 3, 4, 5].map(n => track('Product Viewed', { n }, { timestamp: Date.now() - 60_000 + n })),
    page('/'),
    track('Signed Up', { email: 'ada@shop.example' })
  ])
  const { id } = await added(workspace, { personal: { email: 'hash' }, enabled: false })
  const { body } = await call<RecentEvents>('GET', `/api/destinations/${id}/recent-events`, { who: workspace.key })
  const names = body.items.map(event => event.name ?? event.type)
  expect(names.filter(name => name === 'Product Viewed')).toHaveLength(3)
  expect(names).toEqual(expect.arrayContaining(['page', 'Signed Up']))
  expect(body.items.find(event => event.name === 'Product Viewed')).toMatchObject({
    properties: { n: 5 },
    visitor: { userId: 'u_7', traits: { plan: 'gold', email: expect.stringMatching(/^[0-9a-f]{64}$/) } }
  })
  expect(JSON.stringify(body)).not.toContain('ada@')
})
