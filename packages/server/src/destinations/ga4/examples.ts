import type { SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = {
  measurement_id: 'G-ABC123XYZ9',
  api_secret: 'a-secret',
  endpoint: 'https://www.google-analytics.com'
}
const url = 'https://www.google-analytics.com/mp/collect?measurement_id=G-ABC123XYZ9&api_secret=a-secret'
const visit = { session_id: '2053566025', engagement_time_msec: 100 }

const sent = (event: SampleEvent, name: string, params: Record<string, unknown>, more = {}): StepExample['out'] => ({
  method: 'POST',
  url,
  body: {
    client_id: event.visitor?.id,
    ...(event.visitor?.userId === undefined ? {} : { user_id: event.visitor.userId }),
    timestamp_micros: 1_795_680_000_000_000,
    ...more,
    events: [{ name, params: { ...visit, page_location: event.url, ...params } }]
  }
})
const mug = {
  item_id: 'p-1',
  item_name: 'Mug',
  item_brand: 'Hearth',
  item_category: 'Kitchen',
  price: 4.5,
  quantity: 2
}
const tea = { item_id: 'p-2', item_name: 'Tea', item_brand: 'Leaf', item_category: 'Food', price: 2.7, quantity: 1 }
const basket = { value: 11.7, currency: 'EUR', items: [mug, tea] }

const shown = (
  title: string,
  event: SampleEvent,
  name: string,
  params: Record<string, unknown>,
  more: Partial<StepExample> = {}
): StepExample => ({ title, preset: 'shop', settings, in: event, out: sent(event, name, params), ...more })

export const examples: StepExample[] = [
  shown('A page view', samples.pageViewed, 'page_view', { page_title: 'Mugs', page_referrer: 'https://news.example/' }),
  shown('A search', samples.searched, 'search', { search_term: 'blue mug' }),
  shown('A list of products', samples.listViewed, 'view_item_list', {
    item_list_id: 'mugs',
    item_list_name: 'Kitchen',
    items: [mug, tea]
  }),
  shown('A product chosen from a list', { ...samples.productViewed, name: 'Product Clicked' }, 'select_item', {
    items: [{ ...mug, quantity: 1 }]
  }),
  shown('A product', samples.productViewed, 'view_item', {
    value: 4.5,
    currency: 'EUR',
    items: [{ ...mug, quantity: 1 }]
  }),
  shown('Into the cart', samples.productAdded, 'add_to_cart', { value: 9, currency: 'EUR', items: [mug] }),
  shown('Out of the cart', samples.productRemoved, 'remove_from_cart', { value: 2.7, currency: 'EUR', items: [tea] }),
  shown('The cart', samples.cartViewed, 'view_cart', basket),
  shown('The checkout', samples.checkoutStarted, 'begin_checkout', basket),
  shown('How it is paid', samples.paymentEntered, 'add_payment_info', { ...basket, payment_type: 'card' }),
  shown('An order', samples.orderCompleted, 'purchase', {
    ...basket,
    transaction_id: 'o-1001',
    tax: 1.87,
    shipping: 3.9,
    coupon: 'TEA'
  }),
  shown('Money back', samples.orderRefunded, 'refund', { transaction_id: 'o-1001', value: 15.6, currency: 'EUR' }),
  shown('A lead', samples.leadGenerated, 'generate_lead', { value: 200, currency: 'EUR' }),
  shown('A new account', samples.signedUp, 'sign_up', { method: 'email' }),
  shown('A sign-in', samples.signedIn, 'login', { method: 'email' }),
  shown(
    'The currency of the settings, where the event names none',
    withoutCurrency(samples.leadGenerated),
    'generate_lead',
    {
      value: 200,
      currency: 'CHF'
    },
    { settings: { ...settings, currency: 'CHF' } }
  ),
  shown(
    'An event under its own name, cut to what Google takes',
    {
      ...samples.signedUp,
      name: 'Coupon Applied!',
      properties: { coupon: 'TEA', _internal: 1, note: 'x'.repeat(120), tags: ['a'] }
    },
    'coupon_applied',
    { coupon: 'TEA', note: 'x'.repeat(100) },
    { preset: 'own' }
  ),
  {
    title: 'What the visitor allowed goes along',
    preset: 'shop',
    settings,
    in: { ...samples.signedUp, context: { consent: { analytics: true, advertising: false } } },
    out: sent(
      samples.signedUp,
      'sign_up',
      { method: 'email' },
      {
        consent: { ad_user_data: 'DENIED', ad_personalization: 'DENIED' }
      }
    )
  },
  {
    title: 'A name that Google keeps for itself',
    preset: 'own',
    settings,
    in: { ...samples.signedUp, name: 'Session Start' },
    out: {
      invalid: '“Session Start” is no name for an event at Google, or one it keeps for itself. Map another to name.'
    }
  },
  {
    title: 'An order without its number',
    preset: 'shop',
    settings,
    in: { ...samples.orderCompleted, properties: { total: 1, currency: 'EUR', products: [{ product_id: 'p-1' }] } },
    out: {
      invalid:
        'Purchase needs params.transaction_id, and the rule “Order Completed” found nothing for it in “Order Completed”. Map it, or narrow the rule to events that have it.'
    }
  }
]

function withoutCurrency(event: typeof samples.leadGenerated): SampleEvent {
  const { currency: _currency, ...properties } = event.properties ?? {}
  return { ...event, properties }
}
