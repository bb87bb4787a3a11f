import type { Destination } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { added } from '../../packages/server/src/destinations/testing/team.ts'
import { identify, newLocalId, page as pageView, send, track, userToken } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'

export const order = {
  order_id: 'DRV1534XC',
  total: '129.90',
  currency: 'EUR',
  products: [
    { sku: 'lamp-1', name: 'Porch lamp', price: 49.95, quantity: 2 },
    { sku: 'bulb-3', name: 'Warm bulb', price: 10, quantity: 3 }
  ]
}

const dayMs = 86_400_000

/** A shop with a webhook, of which a visitor bought something yesterday and again just now. */
export async function shopWithWebhook(more: Parameters<typeof added>[1] = {}) {
  const workspace = await mintWorkspace()
  const destination = await added(workspace, { name: 'Orders', enabled: false, ...more })
  const visitor = await identify(workspace, {
    localId: newLocalId(),
    userToken: await userToken(workspace, 'u_7', { traits: { plan: 'gold' } })
  })
  const yesterday = { timestamp: Date.now() - dayMs }
  await send(workspace, visitor.body, [
    pageView('/', yesterday),
    track('Order Completed', { ...order, order_id: 'OLD-1' }, yesterday),
    track('Order Completed', {}, yesterday),
    track('Product Viewed', { sku: 'lamp-1', price: 49.95 }),
    track('Order Completed', order)
  ])
  await settled()
  return { workspace, destination }
}

export const openMapping = (page: Page, destination: Destination, search = '') =>
  page.goto(`${foyerUrl()}/integrations/${destination.id}/mapping${search}`)

export const savedOf = async (workspace: Minted, { id }: Destination): Promise<Destination> =>
  (await call<Destination>('GET', `/api/destinations/${id}`, { who: workspace.key })).body
