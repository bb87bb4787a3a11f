import type { Preview } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { hex, identify, newLocalId, send, track, userToken } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'
import { added, newSecret } from '../testing/team.ts'

const preview = (workspace: Minted, id: string, body: object) =>
  call<Preview>('POST', `/api/destinations/${id}/preview`, { who: workspace.key, body })
const refusal = ({ status, body }: { status: number; body: unknown }) => ({
  status,
  field: (body as { error: { field?: string } }).error.field
})
const dataOf = (shown: Preview) => JSON.parse(shown.request?.body ?? '{}').data
const only = (fields: object) => ({ rules: [{ name: 'Orders', on: {}, to: 'event', fields }] })

test('S8 the payload of a stored event is shown, with what is known of its visitor and nothing that may not be', async () => {
  const workspace = await mintWorkspace()
  const secret = newSecret()
  const { id } = await added(workspace, {
    settings: { url: 'https://hooks.example/in', secret },
    personal: { email: 'drop' },
    enabled: false
  })
  const visitor = await identify(workspace, {
    localId: newLocalId(),
    userToken: await userToken(workspace, 'u_7', { traits: { plan: 'gold', email: 'ada@shop.example' } })
  })
  const order = track('Order Completed', { order_id: 'A1', email: 'ada@shop.example' })
  await send(workspace, visitor.body, [order])
  await settled()
  const saved = await preview(workspace, id, { eventId: order.id })
  expect(saved.status).toBe(200)
  expect(saved.body).toMatchObject({ rules: ['Every event'], problems: [], differences: [] })
  expect(dataOf(saved.body)).toMatchObject({
    properties: { order_id: 'A1' },
    visitor: { id: visitor.body.visitorId, userId: 'u_7', traits: { plan: 'gold' } }
  })
  expect(JSON.stringify(saved.body)).not.toMatch(new RegExp(`ada@|${secret.slice(6, 20)}`))
  const draft = await preview(workspace, id, {
    eventId: order.id,
    mapping: only({ order: { path: 'properties.order_id' } })
  })
  expect(dataOf(draft.body)).toEqual({ order: 'A1' })
  expect(draft.body.differences).toContainEqual({ rule: 'Every event', is: 'removed' })
  const other = await mintWorkspace()
  expect((await preview(other, id, { eventId: order.id })).status).toBe(404)
  const theirs = await added(other, { enabled: false })
  expect(refusal(await preview(other, theirs.id, { eventId: order.id }))).toEqual({ status: 422, field: 'eventId' })
})

test('S8 whatever is typed as a mapping, the answer says what is wrong with it and where', async () => {
  const workspace = await mintWorkspace()
  const { id } = await added(workspace, { enabled: false })
  const event = { type: 'track', name: 'Order Completed' }
  const typed = async (mapping: unknown) => (await preview(workspace, id, { event, mapping })).body.problems
  expect(await typed(only({ a: { path: 'secret.key' } }))).toEqual([
    { at: 'rules.0.fields.a.path', message: expect.stringContaining('Mappings read nothing but the event') }
  ])
  for (const mapping of [null, 7, [], 'text', { rules: [null] }, { rules: [{ fields: { '': {} } }] }])
    expect((await typed(mapping)).length, JSON.stringify(mapping)).toBeGreaterThan(0)
  expect(refusal(await preview(workspace, id, {}))).toEqual({ status: 422, field: 'event' })
  expect(refusal(await preview(workspace, id, { eventId: hex(8) }))).toEqual({ status: 422, field: 'eventId' })
})

test('DE6 a preview signs nothing for whoever may only look: neither a webhook nor a person', async () => {
  const workspace = await mintWorkspace()
  const event = {
    type: 'track',
    name: 'Order Completed',
    properties: { order_id: 'A1' },
    context: { consent: { marketing: true } },
    visitor: { userId: 'somebody-else' }
  }
  const { id } = await added(workspace, { enabled: false })
  const { request } = (await preview(workspace, id, { event })).body
  expect(request?.headers).toMatchObject({ 'webhook-id': expect.anything(), 'webhook-signature': 'v1,••••••' })
  const liveperson = await added(workspace, {
    type: 'liveperson',
    preset: 'retail',
    enabled: false,
    settings: {
      account_id: '12345678',
      monitoring_domain: 'va.bc-monitoring.liveperson.net',
      app_installation_id: 'a1b2c3d4-1234-5678-90ab-cdef12345678',
      authenticated: true,
      signing_algorithm: 'HS256',
      signing_key: 'a shared secret of more than 32 characters',
      token_issuer: 'https://id.shop.example'
    }
  })
  const shown = (await preview(workspace, liveperson.id, { event })).body
  expect(shown.request?.body).toMatch(/"eyJ[\w-]+\.eyJ[\w-]+\.••••••"/)
  expect(shown.request?.body).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{10}/)
})

test('S8 before it is added, a destination shows what it would send, with an example for what is not filled in yet', async () => {
  const { key } = await mintWorkspace()
  const ask = (body: object) => call<Preview>('POST', '/api/destinations/preview', { who: key, body })
  const event = { type: 'track', name: 'Order Completed', properties: { order_id: 'A1' } }
  const shown = await ask({ type: 'webhook', settings: { url: 'https://hooks.example/mine' }, event })
  expect(shown.body).toMatchObject({ request: { url: 'https://hooks.example/mine' }, problems: [], differences: [] })
  expect(dataOf(shown.body)).toMatchObject({ properties: { order_id: 'A1' } })
  expect((await ask({ type: 'webhook', settings: { url: 7 }, event })).body.request?.url).toMatch(/^https:\/\//)
  expect(refusal(await ask({ type: 'fax', settings: {}, event }))).toEqual({ status: 422, field: 'type' })
  expect(refusal(await ask({ type: 'webhook', preset: 'none', settings: {}, event }))).toEqual({
    status: 422,
    field: 'preset'
  })
})
