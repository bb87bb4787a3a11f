import type { SampleEvent } from '@foyer/protocol'

const time = '2026-11-26T08:00:00.000Z'
const shop = 'https://shop.example'
const visitorId = 'vis_5b0c1f0e9d8c7b6a5f4e3d2c1b0a9f8e'
const somebody = { id: visitorId, traits: {} }
const jo = {
  id: visitorId,
  userId: 'u_42',
  traits: { email: 'Jo@Example.com', firstName: 'Jo', lastName: 'Berg', phone: '+49 30 1234567', plan: 'gold' }
}
const browser = {
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Safari/605.1.15',
  locale: 'en-GB'
}
const mug = {
  product_id: 'p-1',
  sku: 'MUG-01',
  name: 'Mug',
  brand: 'Hearth',
  category: 'Kitchen',
  price: 4.5,
  quantity: 2
}
const tea = { product_id: 'p-2', sku: 'TEA-07', name: 'Tea', brand: 'Leaf', category: 'Food', price: 2.7, quantity: 1 }
const products = [mug, tea]

const told = (
  id: string,
  name: string,
  path: string,
  properties: Record<string, unknown>,
  who = somebody
): SampleEvent => ({
  id,
  type: 'track',
  name,
  time,
  url: `${shop}${path}`,
  properties,
  context: browser,
  visitor: who
})

/** One morning in a shop, in the vocabulary of the Segment spec: what the examples of every destination are made of. */
export const samples = {
  pageViewed: {
    id: 'evt-page',
    type: 'page',
    time,
    url: `${shop}/mugs?utm_source=news`,
    title: 'Mugs',
    referrer: 'https://news.example/',
    properties: {},
    context: browser,
    visitor: somebody
  },
  searched: told('evt-search', 'Products Searched', '/search', { query: 'blue mug' }),
  listViewed: told('evt-list', 'Product List Viewed', '/mugs', { list_id: 'mugs', category: 'Kitchen', products }),
  productViewed: told('evt-view', 'Product Viewed', '/mugs/1', { ...mug, quantity: 1, currency: 'EUR' }),
  productAdded: told('evt-add', 'Product Added', '/mugs/1', { ...mug, cart_id: 'c-9', currency: 'EUR' }),
  productRemoved: told('evt-remove', 'Product Removed', '/cart', { ...tea, cart_id: 'c-9', currency: 'EUR' }),
  cartViewed: told('evt-cart', 'Cart Viewed', '/cart', { cart_id: 'c-9', currency: 'EUR', products }),
  checkoutStarted: told('evt-checkout', 'Checkout Started', '/checkout', {
    order_id: 'o-1001',
    value: 11.7,
    currency: 'EUR',
    products
  }),
  paymentEntered: told('evt-payment', 'Payment Info Entered', '/checkout', {
    order_id: 'o-1001',
    payment_method: 'card',
    value: 11.7,
    currency: 'EUR',
    products
  }),
  orderCompleted: told(
    'evt-order',
    'Order Completed',
    '/thanks',
    {
      order_id: 'o-1001',
      total: 15.6,
      revenue: 11.7,
      shipping: 3.9,
      tax: 1.87,
      coupon: 'TEA',
      currency: 'EUR',
      products
    },
    jo
  ),
  orderRefunded: told(
    'evt-refund',
    'Order Refunded',
    '/orders',
    { order_id: 'o-1001', total: 15.6, currency: 'EUR' },
    jo
  ),
  leadGenerated: told(
    'evt-lead',
    'Lead Generated',
    '/wholesale',
    { topic: 'Wholesale', value: 200, currency: 'EUR' },
    jo
  ),
  signedUp: told('evt-signup', 'Signed Up', '/welcome', { method: 'email' }, jo),
  signedIn: told('evt-signin', 'Signed In', '/', { method: 'email' }, jo),
  identified: { id: 'evt-identify', type: 'identify', time, url: `${shop}/welcome`, context: browser, visitor: jo },
  grouped: {
    id: 'evt-group',
    type: 'group',
    time,
    properties: { groupId: 'g-7', name: 'Tea & Sons' },
    context: browser,
    visitor: jo
  },
  screenSeen: { id: 'evt-screen', type: 'screen', name: 'Home', time, properties: {}, context: {}, visitor: jo },
  chatStarted: {
    id: 'evt-chat',
    type: 'conversation',
    name: 'started',
    time,
    properties: { conversationId: 'cnv_0a1b2c3d4e5f60718293a4b5c6d7e8f9', source: 'widget' },
    visitor: somebody
  }
} satisfies Record<string, SampleEvent>
