import type { SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = { api_key: 'pk_a_private_key', revision: '2026-04-15', endpoint: 'https://a.klaviyo.com' }
const headers = { authorization: 'Klaviyo-API-Key pk_a_private_key', revision: '2026-04-15' }
const { visitor } = samples.identified
const jo = {
  email: 'Jo@Example.com',
  external_id: 'u_42',
  anonymous_id: visitor.id,
  first_name: 'Jo',
  last_name: 'Berg',
  phone_number: '+49301234567'
}

const sent = (event: SampleEvent, metric: string, attributes: Record<string, unknown>): StepExample['out'] => ({
  method: 'POST',
  url: 'https://a.klaviyo.com/api/events',
  headers,
  body: {
    data: {
      type: 'event',
      attributes: {
        time: '2026-11-26T08:00:00.000Z',
        unique_id: event.id,
        metric: { data: { type: 'metric', attributes: { name: metric } } },
        profile: { data: { type: 'profile', attributes: jo } },
        ...attributes
      }
    }
  }
})
const mug = {
  ProductID: 'p-1',
  SKU: 'MUG-01',
  ProductName: 'Mug',
  Brand: 'Hearth',
  Category: 'Kitchen',
  Quantity: 2,
  ItemPrice: 4.5
}
const tea = {
  ProductID: 'p-2',
  SKU: 'TEA-07',
  ProductName: 'Tea',
  Brand: 'Leaf',
  Category: 'Food',
  Quantity: 1,
  ItemPrice: 2.7
}
const byJo = (event: SampleEvent): SampleEvent => ({ ...event, visitor })
const oneMug = (quantity: number) => ({
  ProductID: 'p-1',
  SKU: 'MUG-01',
  ProductName: 'Mug',
  Brand: 'Hearth',
  Price: 4.5,
  Quantity: quantity,
  URL: 'https://shop.example/mugs/1'
})
const shown = (title: string, event: SampleEvent, out: StepExample['out'], preset = 'shop'): StepExample => ({
  title,
  preset,
  settings,
  in: event,
  out
})

export const examples: StepExample[] = [
  shown(
    'An order',
    samples.orderCompleted,
    sent(samples.orderCompleted, 'Placed Order', {
      properties: { OrderId: 'o-1001', DiscountCode: 'TEA', Items: [mug, tea] },
      value: 15.6,
      value_currency: 'EUR'
    }),
    'orders'
  ),
  shown(
    'Money back',
    samples.orderRefunded,
    sent(samples.orderRefunded, 'Refunded Order', {
      properties: { OrderId: 'o-1001' },
      value: 15.6,
      value_currency: 'EUR'
    })
  ),
  shown(
    'A search',
    byJo(samples.searched),
    sent(samples.searched, 'Searched Site', { properties: { SearchTerm: 'blue mug' } })
  ),
  shown(
    'A product',
    byJo(samples.productViewed),
    sent(samples.productViewed, 'Viewed Product', { properties: oneMug(1), value: 4.5, value_currency: 'EUR' })
  ),
  shown(
    'Into the cart',
    byJo(samples.productAdded),
    sent(samples.productAdded, 'Added to Cart', { properties: oneMug(2), value: 9, value_currency: 'EUR' })
  ),
  shown(
    'The cart',
    byJo(samples.cartViewed),
    sent(samples.cartViewed, 'Viewed Cart', { properties: { Items: [mug, tea] }, value: 11.7, value_currency: 'EUR' })
  ),
  shown(
    'The checkout',
    byJo(samples.checkoutStarted),
    sent(samples.checkoutStarted, 'Started Checkout', {
      properties: { Items: [mug, tea], CheckoutURL: 'https://shop.example/checkout' },
      value: 11.7,
      value_currency: 'EUR'
    })
  ),
  shown(
    'A lead',
    samples.leadGenerated,
    sent(samples.leadGenerated, 'Lead Generated', {
      properties: samples.leadGenerated.properties,
      value: 200,
      value_currency: 'EUR'
    })
  ),
  shown('A new account', samples.signedUp, sent(samples.signedUp, 'Signed Up', { properties: { method: 'email' } })),
  shown('Somebody says who they are', samples.identified, {
    method: 'POST',
    url: 'https://a.klaviyo.com/api/profile-import',
    headers,
    body: { data: { type: 'profile', attributes: { ...jo, properties: visitor.traits } } }
  }),
  shown('Somebody nobody knows', samples.productViewed, { notWanted: true }),
  {
    title: 'An event of nobody',
    preset: 'shop',
    settings,
    mapping: {
      rules: [
        { name: 'Sign-ups', on: { names: ['Signed Up'] }, to: 'event', fields: { metric: { path: 'event.name' } } }
      ]
    },
    in: samples.signedUp,
    out: { invalid: 'Klaviyo has to know whose it is: map an e-mail address, a phone number or an id.' }
  }
]
