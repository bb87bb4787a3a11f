import { expect, test } from 'vitest'
import { LiveLayerTracker, type Product, type ShopEvents } from './index.ts'

test('L16 on a server the tracker can be imported, made and called, and does nothing', async () => {
  expect(typeof window).toBe('undefined')
  const tracker = new LiveLayerTracker({ agentId: 'agt_1' })
  tracker.track('rendered', { on: 'server' })
  tracker.page()
  tracker.group('acme', { seats: 3 })
  tracker.consent({ marketing: true })
  tracker.optOut()
  tracker.optIn()
  expect(await tracker.init()).toBeNull()
  expect(await tracker.identify({ email: 'jo@acme.com' })).toBeNull()
  expect(await tracker.reset()).toBeNull()
  expect(tracker.visitor).toBeNull()
  tracker.destroy()
})

test('L16 events are typed', () => {
  const tracker = new LiveLayerTracker<{ signed_up: { plan: 'free' | 'pro' }; saw_demo: undefined }>({
    agentId: 'agt_1'
  })
  tracker.track('signed_up', { plan: 'pro' })
  tracker.track('saw_demo')
  // @ts-expect-error: an event that carries a plan cannot go without
  tracker.track('signed_up')
  // @ts-expect-error: there is no such plan
  tracker.track('signed_up', { plan: 'gold' })
  // @ts-expect-error: there is no such event
  tracker.track('sined_up', { plan: 'pro' })
  expect(tracker.visitor).toBeNull()
})

test('S12 the events of the Segment spec are typed, beside those of the site', () => {
  const tracker = new LiveLayerTracker<ShopEvents & { saw_demo: { seconds: number } }>({ agentId: 'agt_1' })
  const products: Product[] = [{ product_id: 'SKU-A', name: 'Widget', price: 11.7, quantity: 1, colour: 'red' }]
  tracker.track('Order Completed', { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD', products })
  tracker.track('Products Searched', { query: 'widgets' })
  tracker.track('Lead Generated', { topic: 'Demo', value: 100 })
  tracker.track('saw_demo', { seconds: 4 })
  // @ts-expect-error: an order is known by its number
  tracker.track('Order Completed', { revenue: 11.7 })
  // @ts-expect-error: a price is a number
  tracker.track('Product Viewed', { product_id: 'SKU-A', price: '11.70' })
  // @ts-expect-error: there is no such event
  tracker.track('Order Complete', { order_id: 'DRV1534XC' })
  expect(tracker.visitor).toBeNull()
})
