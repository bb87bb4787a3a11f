import type { Delivery, DeliveryDetail } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { hex, identify, newLocalId, page, send, track, userToken } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, placesOf, settled, useServer } from '../../test/workspace.ts'
import { openGa4 } from './testing/ga4-server.ts'
import { openHubspot } from './testing/hubspot-server.ts'
import { openKlaviyo } from './testing/klaviyo-server.ts'
import { openMeta } from './testing/meta-server.ts'
import { readable } from './testing/readable.ts'
import { openS3 } from './testing/s3-server.ts'
import { openSegment } from './testing/segment-server.ts'
import { openSlack } from './testing/slack-server.ts'
import { added, change, newSecret } from './testing/team.ts'
import { openVendor, type Vendor } from './testing/vendor.ts'

let server: Awaited<ReturnType<typeof startServer>>
let workspace: Minted
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function opened<Opened extends Vendor>(opening: Promise<Opened>): Promise<Opened> {
  const vendor = await opening
  open.push(vendor)
  return vendor
}

const patience = { timeout: 40_000, interval: 100 }
const comes = (count: () => number, message: string) => expect.poll(count, { ...patience, message })

const products = [{ product_id: 'p-1', name: 'Mug', price: 4.5, quantity: 2 }]
const order = () =>
  track(
    'Order Completed',
    { order_id: `o-${hex(4)}`, total: 9, revenue: 9, currency: 'EUR', products },
    { url: 'https://shop.example/thanks' }
  )

/** Somebody the team knows, and what they do in the shop. */
async function shops(events: ReturnType<typeof track>[]) {
  const token = await userToken(workspace, `u_${hex(4)}`, { traits: { email: 'jo@example.com', firstName: 'Jo' } })
  const visitor = (await identify(workspace, { localId: newLocalId(), userToken: token })).body
  const { body } = await send(workspace, visitor, events)
  expect(body).toMatchObject({ accepted: events.length })
  return visitor
}

const adds = (type: string, preset: string, settings: Record<string, unknown>) =>
  added(workspace, { type, preset, settings, whenConsentUnknown: 'send' })

const deliveriesOf = async (id: string) =>
  (await call<{ items: Delivery[] }>('GET', `/api/deliveries?destinationId=${id}`, { who: workspace.key })).body.items

/** All that the team can be shown of a destination and of what was sent to it. */
async function shownOf(id: string): Promise<string> {
  const ask = async (path: string) => JSON.stringify((await call('GET', path, { who: workspace.key })).body)
  const shown = [
    await ask('/api/destinations'),
    await ask(`/api/destinations/${id}`),
    await ask(`/api/destinations/${id}/revisions`),
    await ask('/api/audit')
  ]
  for (const one of await deliveriesOf(id)) shown.push(await ask(`/api/deliveries/${one.id}`))
  return shown.join('\n')
}

/** A secret is found nowhere: in no answer, store or log, whatever it was made into on its way. */
async function isNowhere(id: string, ...words: string[]) {
  await settled()
  const shown = await shownOf(id)
  for (const word of words) {
    expect(shown.includes(word), 'a secret in what the team is shown').toBe(false)
    expect(await placesOf(word)).toEqual([])
  }
}

test('DE6 Segment: page views and orders arrive together, and no write key stands anywhere', async () => {
  workspace = await mintWorkspace()
  const key = `wk_${hex(16)}`
  const vendor = await opened(openSegment(key))
  const { id } = await adds('segment', 'everything', { host: vendor.url, write_key: key })
  const sent = [page('/mugs'), order(), ...Array.from({ length: 20 }, () => track('Product Viewed', products[0]))]
  const visitor = await shops(sent)
  await comes(() => vendor.kept.size, 'calls at Segment').toBe(sent.length)
  expect(vendor.kept.get(sent[1]?.id ?? '')).toMatchObject({
    type: 'track',
    event: 'Order Completed',
    anonymousId: visitor.visitorId
  })
  expect(vendor.heard.length).toBeLessThan(sent.length)
  await isNowhere(id, key, Buffer.from(`${key}:`).toString('base64'))
})

test('DE6 Slack: an order is a message, and the address of the webhook stands nowhere', async () => {
  workspace = await mintWorkspace()
  const secret = hex(16)
  const vendor = await opened(openSlack(`/services/T0/B0/${secret}`))
  const { id } = await adds('slack', 'moments', { webhook_url: vendor.webhookUrl })
  await shops([order()])
  await comes(() => vendor.messages.length, 'messages').toBe(1)
  expect(vendor.messages[0]).toMatch(/^\*New order o-.*jo@example\.com$/)
  await isNowhere(id, secret)
})

test('DE6 Google Analytics: an order is a purchase it counts, and the API secret stands nowhere', async () => {
  workspace = await mintWorkspace()
  const secret = `a b&${hex(12)}`
  const vendor = await opened(openGa4('G-ABC123XYZ9', secret))
  const { id } = await adds('ga4', 'shop', { measurement_id: 'G-ABC123XYZ9', api_secret: secret, endpoint: vendor.url })
  await shops([page('/mugs'), order()])
  await comes(() => vendor.counted.length, 'events counted').toBe(2)
  expect(vendor.counted.map(one => one.name)).toEqual(['page_view', 'purchase'])
  const tested = await call<DeliveryDetail>('POST', `/api/destinations/${id}/test`, {
    who: workspace.key,
    body: { event: { type: 'track', name: 'Signed Up', url: 'https://shop.example/' } }
  })
  expect(tested.body).toMatchObject({ state: 'delivered', advice: expect.stringContaining('counted nowhere') })
  expect(vendor.heard.at(-1)?.path).toBe('/debug/mp/collect')
  expect(vendor.counted).toHaveLength(2)
  await isNowhere(id, secret.slice(4))
})

test('Google Analytics: what a visitor does goes many in a request, each with its own time; another client has its own request', async () => {
  workspace = await mintWorkspace()
  const vendor = await opened(openGa4('G-ABC123XYZ9', 'a secret'))
  await adds('ga4', 'shop', { measurement_id: 'G-ABC123XYZ9', api_secret: 'a secret', endpoint: vendor.url })
  const began = Date.now() - 60_000
  const steps = Array.from({ length: 40 }, (_, n) => page(`/mugs/${n}`, { timestamp: began + n * 1_000 }))
  const ofTag = page('/tag', { timestamp: began + 45_000, context: { ga: { client_id: '12.34' } } as never })
  await shops([...steps, ofTag, page('/last', { timestamp: began + 50_000 })])
  await comes(() => vendor.counted.length, 'events counted').toBe(42)
  const times = vendor.counted.map(one => Math.round((one.at - began) / 1_000))
  expect(times).toEqual([...Array(40).keys(), 45, 50])
  expect(vendor.counted[40]?.clientId).toBe('12.34')
  // 25, 15 before the other client, that one, and what comes after it.
  expect(vendor.heard.length).toBeLessThanOrEqual(5)
  expect(vendor.heard.length).toBeGreaterThanOrEqual(4)
})

test('DE6 Meta: one bad event among many does not take the others with it, and the token stands nowhere', async () => {
  workspace = await mintWorkspace()
  const token = `EAA${hex(24)}`
  const vendor = await opened(openMeta('1234567890123456', token))
  const { id } = await adds('meta', 'shop', { pixel_id: '1234567890123456', access_token: token, endpoint: vendor.url })
  const good = Array.from({ length: 8 }, order)
  const bad = track(
    'Order Completed',
    { order_id: 'o-bad', total: 1, currency: 'euros', products },
    { url: 'https://shop.example/thanks' }
  )
  await shops([...good.slice(0, 4), bad, ...good.slice(4)])
  await comes(() => vendor.counted.size, 'events counted').toBe(good.length)
  const alone = () =>
    vendor.heard.filter(asked => asked.body.includes(bad.id) && !good.some(one => asked.body.includes(one.id)))
  await comes(() => alone().length, 'requests with nothing but the bad event').toBe(1)
  await expect
    .poll(async () => (await deliveriesOf(id)).map(one => one.state).sort(), patience)
    .toEqual([...good.map(() => 'delivered'), 'invalid'])
  const refused = (await deliveriesOf(id)).find(one => one.state === 'invalid')
  expect(refused).toMatchObject({ event: { id: bad.id }, advice: expect.stringContaining('needs a currency') })
  await isNowhere(id, token)
})

test('DE6 a vendor that says the token back does not have it written down: not in the reason, nor in what stopped the destination', async () => {
  workspace = await mintWorkspace()
  const token = `EAA${hex(24)}`
  const vendor = await opened(openMeta('1234567890123456', token))
  const { id } = await adds('meta', 'shop', { pixel_id: '1234567890123456', access_token: token, endpoint: vendor.url })
  const said = { message: `Malformed access token ${token}`, type: 'OAuthException', code: 190, fbtrace_id: 'x' }
  vendor.says({ status: 400, headers: { 'x-echo': token }, body: { error: said } })
  await shops([order()])
  await expect
    .poll(async () => (await call('GET', `/api/destinations/${id}`, { who: workspace.key })).body, patience)
    .toMatchObject({ state: 'misconfigured', problem: { message: expect.stringContaining('Malformed access token') } })
  await isNowhere(id, token)
})

test('DE6 Klaviyo: an order of somebody known arrives by Klaviyo’s name, and the key stands nowhere', async () => {
  workspace = await mintWorkspace()
  const key = `pk_${hex(16)}`
  const vendor = await opened(openKlaviyo(key))
  const { id } = await adds('klaviyo', 'shop', { api_key: key, endpoint: vendor.url })
  const sent = order()
  await shops([page('/mugs'), sent])
  await comes(() => vendor.events.size, 'events').toBe(1)
  const [[name, event] = ['', {}]] = [...vendor.events]
  expect(name).toContain(`${sent.id} Placed Order`)
  expect(event).toMatchObject({ value: 9, value_currency: 'EUR' })
  await isNowhere(id, key)
})

test('DE6 HubSpot: a sign-up is a contact, an order an event of it, and the token stands nowhere', async () => {
  workspace = await mintWorkspace()
  const token = `pat-eu1-${hex(16)}`
  const vendor = await opened(openHubspot(token, { pe12345678_order_completed: ['order_id', 'total', 'currency'] }))
  const { id } = await adds('hubspot', 'shop', { access_token: token, hub_id: '12345678', endpoint: vendor.url })
  await shops([track('Signed Up', {}), order()])
  await comes(() => vendor.events.length, 'events').toBe(1)
  expect(vendor.contacts.get('jo@example.com')).toMatchObject({ email: 'jo@example.com' })
  await isNowhere(id, token)
})

test.each(['ndjson', 'parquet'])(
  'DE6 S3: events are gathered into a file of %s, and the secret key stands nowhere',
  async format => {
    workspace = await mintWorkspace()
    const account = {
      bucket: 'my-events',
      region: 'eu-central-1',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: hex(20)
    }
    const vendor = await opened(openS3(account))
    const { id } = await adds('s3', 'everything', {
      bucket: account.bucket,
      region: account.region,
      access_key_id: account.accessKeyId,
      secret_access_key: account.secretAccessKey,
      format,
      seconds: 1,
      endpoint: vendor.url
    })
    const sent = Array.from({ length: 30 }, order)
    await shops(sent)
    const rows = new Set<string>()
    await expect
      .poll(async () => {
        for (const bytes of vendor.objects.values()) {
          const read = await readable(new Uint8Array(bytes))
          const list =
            typeof read === 'string'
              ? read
                  .trim()
                  .split('\n')
                  .map(line => JSON.parse(line))
              : read
          for (const row of list as { id: string }[]) rows.add(row.id)
        }
        return rows.size
      }, patience)
      .toBe(sent.length)
    expect(vendor.objects.size).toBeLessThanOrEqual(2)
    await isNowhere(id, account.secretAccessKey)
  }
)

test('what two rules make of one event are two webhooks, so that a receiver who looks at the id takes both', async () => {
  workspace = await mintWorkspace()
  const vendor = await opened(openVendor(() => ({ status: 200 })))
  const fields = { id: { path: 'event.id' } }
  const rule = (name: string) => ({ name, on: { names: ['Order Completed'] }, to: 'event', fields })
  await added(workspace, {
    settings: { url: vendor.url, secret: newSecret() },
    mapping: { rules: [rule('One'), rule('Another')] },
    whenConsentUnknown: 'send'
  })
  await shops([order()])
  await comes(() => vendor.heard.length, 'requests').toBe(2)
  const ids = vendor.heard.map(asked => String(asked.headers['webhook-id']))
  expect(ids[1]).toBe(`${ids[0]}_1`)
})

test('DE7 a webhook that answers 410 is turned off with the reason, and neither of its secrets stands anywhere', async () => {
  workspace = await mintWorkspace()
  const vendor = await opened(openVendor(() => ({ status: 200 })))
  const [secret, before] = [newSecret(), newSecret()]
  const { id } = await adds('webhook', 'shop', {
    url: `${vendor.url}/hook`,
    secret,
    is_changing: true,
    previous_secret: before
  })
  await shops([order()])
  await comes(() => vendor.heard.length, 'requests').toBe(1)
  expect(String(vendor.heard[0]?.headers['webhook-signature']).split(' ')).toHaveLength(2)
  const ended = await change(workspace, id, { settings: { is_changing: false } })
  expect(ended.body.settings).not.toHaveProperty('previous_secret')
  await shops([order()])
  await comes(() => vendor.heard.length, 'requests').toBe(2)
  expect(String(vendor.heard[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  vendor.says({ status: 410 }, { status: 410 })
  await shops([order()])
  await expect
    .poll(async () => (await call('GET', `/api/destinations/${id}`, { who: workspace.key })).body, patience)
    .toMatchObject({ state: 'misconfigured', problem: { message: expect.stringContaining('wants no more events') } })
  const heard = vendor.heard.length
  await shops([order()])
  await settled()
  expect(vendor.heard.length).toBe(heard)
  await isNowhere(id, secret.slice(6), before.slice(6))
})
