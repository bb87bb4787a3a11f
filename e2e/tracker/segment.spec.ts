import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { mintWorkspace, foyerUrl as origin } from '../../packages/server/test/workspace.ts'
import { eventsWhen, useChromium } from './site.ts'

const chromium = useChromium()
const require = createRequire(import.meta.url)
const library = readFileSync(require.resolve('@segment/analytics-next/dist/umd/standalone.js'), 'utf8')

test.each([
  ['one by one', {}],
  ['in batches', { deliveryStrategy: { strategy: 'batching', config: { size: 3, timeout: 200 } } }]
])('Segment’s browser library, unmodified, tells Foyer all it is told, %s', async (_how, delivery) => {
  const workspace = await mintWorkspace()
  // This server answers at a port that it was given last, and does not know itself by it.
  const apiHost = `${new URL(origin()).host}/v1`
  const options = { integrations: { 'Segment.io': { apiHost, protocol: 'http', ...delivery } } }
  const site = await chromium.newSite({
    '/standalone.js': library,
    '*': `<title>The shop</title>
<script>
  window.analytics = Object.assign([], { _writeKey: '${workspace.agentId}', _cdn: '${origin()}', _loadOptions: ${JSON.stringify(options)} })
  for (const name of ['page', 'track', 'identify', 'group', 'ready'])
    analytics[name] = (...given) => analytics.push([name, ...given])
  analytics.page('Start')
  analytics.track('Product Viewed', { sku: 'SKU-A', price: 49.99 })
</script>
<script src="/standalone.js"></script>`
  })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/products?utm_source=news'))
  await page.evaluate(async () => {
    const { analytics } = window as unknown as { analytics: Record<string, (...given: unknown[]) => Promise<unknown>> }
    await analytics.identify?.('u-1', { plan: 'gold' })
    await analytics.group?.('acme', { name: 'Acme' })
    await analytics.track?.('Order Completed', { order_id: 'o1', products: [{ sku: 'SKU-A', quantity: 2 }] })
  })
  const events = await eventsWhen(workspace, items => items.length >= 5)
  expect(events.map(event => event.name || event.type).sort()).toEqual([
    'Order Completed',
    'Product Viewed',
    'Start',
    'group',
    'identify'
  ])
  expect(events.find(event => event.type === 'page')).toMatchObject({ path: '/products', title: 'The shop' })
  expect(troubles).toEqual([])
})
