import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Delivery } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startLivePerson } from '../../demo/liveperson/server.ts'
import { openSink } from '../../packages/server/src/destinations/testing/sink.ts'
import { added, deliveriesOf, newSecret } from '../../packages/server/src/destinations/testing/team.ts'
import { startServer } from '../../packages/server/test/start.ts'
import { foyerUrl, type Minted, mintWorkspace, useServer } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, kept, listen, ofType, peopleOf, snippet, until, useChromium } from './site.ts'

const chromium = useChromium()
let server: Awaited<ReturnType<typeof startServer>>
const open: { close(): Promise<unknown> }[] = []
beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
const readme = read('packages/tracker/README.md')
/** The snippets as they are handed out. */
const stub = /<script>\n[^<]*l\.q[^<]*<\/script>/.exec(readme)?.[0] ?? ''
const orderInReadme = /```js\n(datafly\.track\('Order Completed'[\s\S]+?)```/.exec(readme)?.[1] ?? ''
const consentInDocs = /```js\n(datafly\.consent[\s\S]+?)```/.exec(read('docs/consent.md'))?.[1] ?? ''
const tagInReadme = /<script src="https:\/\/foyer\.example\/d\.js"[^>]*><\/script>/.exec(readme)?.[0] ?? ''
const asDatafly = (workspace: Minted, more = '') =>
  tagInReadme
    .replace('https://foyer.example', foyerUrl())
    .replace('agt_…', workspace.agentId)
    .replace('async', `async ${more}`)

async function newHook(workspace: Minted) {
  const there = await openSink()
  open.push(there)
  await added(workspace, { settings: { url: there.url, secret: newSecret() }, consentCategories: ['marketing'] })
  return there
}
const ends = (workspace: Minted, event: string, state: Delivery['state']) =>
  until(
    async () => (await deliveriesOf(workspace, { event })).items.map(one => one.state),
    states => states.length > 0 && states.every(one => one === state),
    40_000
  )

test('S12 datafly.track reaches LivePerson, as the visitor that its own tag on the page has, inside a strict CSP', async () => {
  const local = await startLivePerson()
  open.push(local)
  const workspace = await mintWorkspace()
  await added(workspace, {
    type: 'liveperson',
    preset: 'retail',
    name: 'LivePerson',
    consentCategories: ['marketing'],
    settings: {
      account_id: local.account.id,
      monitoring_domain: local.host,
      app_installation_id: local.account.appKey
    }
  })
  const tag = `lpTag = { taglets: { lp_monitoringSDK: { getVid: () => 'Tag-Visitor', getSid: () => 'Tag-Visit' } } }`
  const policy = `default-src 'none'; script-src ${foyerUrl()} 'nonce-n1'; connect-src ${foyerUrl()}`
  const site = await chromium.newSite(
    { '/': html('Thanks', `<script nonce="n1">${tag}</script>${snippet(workspace)}`) },
    { 'content-security-policy': policy }
  )
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('datafly.consent({ marketing: true })')
  await page.evaluate(orderInReadme)
  const visitor = await page.evaluate('datafly.ready')
  const report = await until(
    () => local.arrivals.find(one => JSON.stringify(one.body).includes('purchase')),
    arrival => arrival !== undefined,
    40_000
  )
  expect(report?.query).toMatchObject({ vid: 'Tag-Visitor', sid: 'Tag-Visit' })
  expect(report?.body).toMatchObject({
    consumerId: (visitor as { id: string }).id,
    engagementAttributes: expect.arrayContaining([
      expect.objectContaining({ type: 'purchase', total: 11.7, currency: 'USD', orderId: 'DRV1534XC' })
    ])
  })
  await page.evaluate('datafly.identify("u_42", { plan: "pro" })')
  const customer = await until(
    () => local.arrivals.find(one => JSON.stringify(one.body).includes('ctmrinfo')),
    arrival => arrival !== undefined,
    40_000
  )
  expect(JSON.stringify(customer?.body)).toContain('"customerId":"u_42"')
  expect(troubles).toEqual([])
})

test('S12 what a visitor does before they agree is withheld, sent once they do, and nothing more once they take it back', async () => {
  const workspace = await mintWorkspace()
  const there = await newHook(workspace)
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace, 'data-tracker="auto"')) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate(consentInDocs.replace('marketing: true', 'marketing: false'))
  await page.evaluate('datafly.track("Before")')
  await ends(workspace, 'Before', 'withheld')
  expect(there.arrived.filter(one => one.body.includes('"Before"'))).toEqual([])
  // On the next page, with what was said kept.
  await page.goto(site.url('/account'))
  await page.evaluate(consentInDocs)
  await ends(workspace, 'Before', 'delivered')
  await page.evaluate('datafly.track("Between")')
  await ends(workspace, 'Between', 'delivered')
  await page.evaluate('datafly.consent({ marketing: false }); datafly.track("After")')
  await ends(workspace, 'After', 'withheld')
  const events = ofType(await eventsWhen(workspace, stored => stored.some(one => one.name === 'After')), 'track')
  expect(events.map(event => event.name)).toEqual([
    'Consent Changed',
    'Before',
    'Consent Changed',
    'Between',
    'Consent Changed',
    'After'
  ])
  expect(there.arrived.map(one => JSON.parse(one.body).type)).not.toContain('After')
})

test('S12 what is agreed to in one tab stands beside the events of the other, and optOut forgets it', async () => {
  const workspace = await mintWorkspace()
  const there = await newHook(workspace)
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  const other = await context.newPage()
  await other.goto(site.url('/other'))
  await page.evaluate('LiveLayer.consent({ marketing: false })')
  await until(
    () => kept(other),
    entries => 'll_context' in entries
  )
  await other.evaluate('LiveLayer.track("In the other tab")')
  await ends(workspace, 'In the other tab', 'withheld')
  expect(there.arrived.some(one => one.body.includes('In the other tab'))).toBe(false)
  const told = wire.batches().flatMap(batch => batch.events) as { name?: string; context?: object }[]
  expect(told.find(event => event.name === 'In the other tab')?.context).toEqual({ consent: { marketing: false } })
  expect(await peopleOf(workspace)).toHaveLength(1)
  await page.evaluate('LiveLayer.optOut()')
  await expect.poll(() => kept(other)).toEqual({})
})

test('S12 /d.js is the same tracker by its own attributes, and calls before it has loaded happen in their order', async () => {
  const workspace = await mintWorkspace()
  const early = `<script>
    datafly.page('Pricing', { section: 'shop' })
    datafly.identify('u_42', { plan: 'pro' })
    datafly.group('acme', { seats: 3 })
    datafly.consent({ marketing: true })
  </script>`
  const site = await chromium.newSite({
    '/': html('Pricing', '', stub + early + asDatafly(workspace, 'data-global="acme" data-track-page-views="false"')),
    '/usual': html('Usual', '', asDatafly(workspace))
  })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.waitForFunction('window.acme && acme.version')
  await page.evaluate('acme.track("late")')
  expect(await page.evaluate('[acme === datafly, datafly === LiveLayer]')).toEqual([true, true])
  const events = await eventsWhen(workspace, stored => stored.some(one => one.name === 'late'))
  expect(events.filter(one => one.type !== 'exit' && one.type !== 'scroll')).toMatchObject([
    { type: 'page', properties: { name: 'Pricing', section: 'shop' } },
    { type: 'identify', properties: { userId: 'u_42', plan: 'pro' } },
    { type: 'group', properties: { groupId: 'acme', seats: 3 } },
    { type: 'track', name: 'Consent Changed', properties: { marketing: true } },
    { type: 'track', name: 'late' }
  ])
  await page.goto(site.url('/usual'))
  await page.waitForFunction('window._df && _df.version')
  await eventsWhen(workspace, stored => stored.some(one => one.path === '/usual'))
  expect(await peopleOf(workspace)).toMatchObject([{ verified: false }])
  expect(troubles).toEqual([])
})

test('S12 F13 without data-tracker nothing is stored or sent before consent is given, and a site that gives none changes nothing', async () => {
  const workspace = await mintWorkspace()
  const there = await newHook(workspace)
  const site = await chromium.newSite({
    '/': html('Home', '', snippet(workspace, '')),
    '/silent': html('Silent', '', snippet(workspace))
  })
  const asked = await chromium.newVisitor()
  const wire = listen(asked.context)
  await asked.page.goto(site.url('/'))
  expect([wire.posts(), await kept(asked.page)]).toEqual([[], {}])
  await asked.page.evaluate('datafly.consent({ marketing: true })')
  await ends(workspace, 'Consent Changed', 'delivered')
  const silent = await chromium.newVisitor()
  await silent.page.goto(site.url('/silent'))
  await silent.page.evaluate('datafly.track("Silent")')
  await ends(workspace, 'Silent', 'delivered')
  expect(await kept(silent.page)).not.toHaveProperty('ll_context')
  const body = there.arrived.map(one => one.body).find(text => text.includes('"Silent"')) ?? ''
  expect(body).not.toContain('"consent"')
})
