import type { Mapping, SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'

const settings = {
  monitoring_domain: 'va.bc-monitoring.liveperson.net',
  account_id: '12345678',
  app_installation_id: 'a1b2c3d4-1234-5678-90ab-cdef12345678',
  issuer: 'Datafly'
}
const report =
  'https://va.bc-monitoring.liveperson.net/api/account/12345678/app/a1b2c3d4-1234-5678-90ab-cdef12345678/report'
const consumerId = 'a1b2c3d4e5f6...'
const identities = [{ iss: 'Datafly', acr: '0', sub: consumerId }]
const visitor = { id: consumerId }
const override = { 'x-http-method-override': 'PUT' }

type Body = { entryPoints?: string[]; identities?: unknown[]; engagementAttributes: unknown[] }
const example = (
  title: string,
  preset: 'retail' | 'documented',
  event: SampleEvent,
  body: Body,
  more: { mapping?: Mapping } = {}
): StepExample => ({
  title,
  preset,
  settings,
  ...more,
  in: { visitor, ...event },
  out: { method: 'POST', url: `${report}?v=1.0&obh=true`, headers: override, body: { consumerId, ...body } }
})
const track = (name: string, url: string, properties: Record<string, unknown>): SampleEvent => ({
  id: '0199e2c4-7a10-7c3e-9d21-5b8f6a0c4e11',
  type: 'track',
  name,
  url,
  properties
})

const products = [
  { product_id: 'SKU-A', name: 'Widget', category: 'Hardware', price: 49.99, quantity: 2 },
  { product_id: 'SKU-B', name: 'Sprocket', category: 'Hardware', price: 5.5, quantity: 1 }
]
const lines = [
  { product: { name: 'Widget', category: 'Hardware', sku: 'SKU-A', price: 49.99 }, quantity: 2 },
  { product: { name: 'Sprocket', category: 'Hardware', sku: 'SKU-B', price: 5.5 }, quantity: 1 }
]
const cart = track('Cart Viewed', 'https://example.com/cart', { products, currency: 'USD' })
const search = track('Products Searched', 'https://example.com/search', { query: 'blue widget' })
const identify: SampleEvent = {
  type: 'identify',
  url: 'https://example.com/account',
  properties: { status: 'active', plan: 'vip', username: 'u0' },
  context: { locale: 'en-US' },
  visitor: {
    id: consumerId,
    userId: '138766AC',
    traits: {
      firstName: 'John',
      lastName: 'Doe',
      email: 'j@example.com',
      phone: '+1 212-788-8877',
      createdAt: '2013-05-23T10:00:00Z'
    }
  }
}
const rule = (to: string, fields: Mapping['rules'][number]['fields']): Mapping => ({
  rules: [{ name: to, on: {}, to, fields: { ...fields, identities: { constant: true } } }]
})

export const examples: StepExample[] = [
  example(
    'A purchase',
    'retail',
    track('Order Completed', 'https://example.com/checkout/confirmation', {
      order_id: 'DRV1534XC',
      revenue: 11.7,
      currency: 'USD'
    }),
    {
      identities,
      entryPoints: ['https://example.com/checkout/confirmation'],
      engagementAttributes: [{ type: 'purchase', total: 11.7, currency: 'USD', orderId: 'DRV1534XC' }]
    }
  ),
  example(
    'A viewed product',
    'retail',
    track('Product Viewed', 'https://example.com/products/widget', {
      product_id: 'SKU-A',
      product_name: 'Widget',
      category: 'Hardware',
      price: 49.99
    }),
    {
      entryPoints: ['https://example.com/products/widget'],
      engagementAttributes: [
        {
          type: 'prodView',
          products: [{ product: { name: 'Widget', category: 'Hardware', sku: 'SKU-A', price: 49.99 } }]
        }
      ]
    }
  ),
  example(
    'A page',
    'retail',
    { type: 'page', url: 'https://example.com/pricing' },
    { identities, entryPoints: ['https://example.com/pricing'], engagementAttributes: [] }
  ),
  example('A search', 'retail', search, {
    identities,
    entryPoints: ['https://example.com/search'],
    engagementAttributes: [{ type: 'searchContent', keywords: ['blue widget'] }]
  }),
  example('A cart', 'retail', cart, {
    identities,
    entryPoints: ['https://example.com/cart'],
    engagementAttributes: [{ type: 'cartStatus', total: 105.48, currency: 'USD', numItems: 3, products: lines }]
  }),
  example(
    'A lead',
    'retail',
    track('Lead Generated', 'https://example.com/contact', {
      form_name: 'Call me back',
      value: 22.22,
      lead_id: 'xyz123'
    }),
    {
      identities,
      entryPoints: ['https://example.com/contact'],
      engagementAttributes: [{ type: 'lead', lead: { topic: 'Call me back', value: 22.22, leadId: 'xyz123' } }]
    }
  ),
  example('Somebody identified', 'retail', identify, {
    identities,
    entryPoints: ['https://example.com/account'],
    engagementAttributes: [
      {
        type: 'ctmrinfo',
        info: {
          customerId: '138766AC',
          cstatus: 'active',
          ctype: 'vip',
          userName: 'u0',
          registrationDate: { day: 23, month: 5, year: 2013 }
        }
      }
    ]
  }),
  {
    title: 'A visit that LivePerson knows',
    preset: 'retail',
    settings,
    memory: {
      vid: 'ZjYWZlYzYzNDE5MTE1OWQ5',
      sid: 'stM0CzMWRye4MZgRBAL4UQ',
      usedAt: 1_795_680_000_000,
      since: 1_795_679_000_000
    },
    in: { type: 'page', url: 'https://example.com/', visitor },
    out: {
      method: 'POST',
      url: `${report}?v=1.0&vid=ZjYWZlYzYzNDE5MTE1OWQ5&sid=stM0CzMWRye4MZgRBAL4UQ&obh=true`,
      body: { consumerId, identities, entryPoints: ['https://example.com/'], engagementAttributes: [] }
    }
  },
  {
    title: 'An event that nobody mapped',
    preset: 'retail',
    settings,
    in: { type: 'track', name: 'Video Played', visitor },
    out: { notWanted: true }
  },
  example('A search, by the name for writing', 'documented', search, {
    identities,
    entryPoints: ['https://example.com/search'],
    engagementAttributes: [{ type: 'searchInfo', keywords: ['blue widget'] }]
  }),
  example('A cart, by the name for writing', 'documented', cart, {
    identities,
    entryPoints: ['https://example.com/cart'],
    engagementAttributes: [{ type: 'cart', total: 105.48, currency: 'USD', numItems: 3, products: lines }]
  }),
  example(
    'A viewed product, with identities',
    'documented',
    track('Product Viewed', 'https://example.com/products/widget', { sku: 'SKU-A', name: 'Widget', price: '49.99' }),
    {
      identities,
      entryPoints: ['https://example.com/products/widget'],
      engagementAttributes: [
        { type: 'prodView', products: [{ product: { name: 'Widget', sku: 'SKU-A', price: 49.99 } }] }
      ]
    }
  ),
  example(
    'An order with its products',
    'documented',
    track('Order Completed', 'https://example.com/thanks', {
      order_id: 'DRV1534XC',
      total: 105.48,
      currency: 'USD',
      products
    }),
    {
      identities,
      entryPoints: ['https://example.com/thanks'],
      engagementAttributes: [
        {
          type: 'purchase',
          total: 105.48,
          currency: 'USD',
          orderId: 'DRV1534XC',
          cart: { numItems: 3, products: lines }
        }
      ]
    }
  ),
  example(
    'A page a campaign led to',
    'documented',
    {
      type: 'page',
      url: 'https://example.com/',
      properties: { category: 'Hardware' },
      context: { locale: 'en-US', campaign: { source: 'Yahoo', medium: 'cpc', name: 'US coupon campaign' } }
    },
    {
      identities,
      entryPoints: ['https://example.com/', 'sec://Hardware', 'lang://en-US'],
      engagementAttributes: [
        { type: 'mrktInfo', info: { channel: 1, affiliate: 'Yahoo', campaignId: 'US coupon campaign' } }
      ]
    }
  ),
  example(
    'An error that was shown',
    'documented',
    track('Error Shown', 'https://example.com/checkout', { message: 'The card was declined', code: 402 }),
    {
      identities,
      entryPoints: ['https://example.com/checkout'],
      engagementAttributes: [
        { type: 'error', error: { contextId: '/checkout', message: 'The card was declined', code: '402' } }
      ]
    }
  ),
  example(
    'A person, by a rule of one’s own',
    'documented',
    identify,
    {
      identities,
      engagementAttributes: [
        {
          type: 'personal',
          personal: {
            firstname: 'John',
            lastname: 'Doe',
            contacts: [{ email: 'j@example.com', phone: '+1 212-788-8877' }],
            language: 'en-US'
          }
        }
      ]
    },
    {
      mapping: rule('personal', {
        'personal.firstname': { path: 'visitor.traits.firstName' },
        'personal.lastname': { path: 'visitor.traits.lastName' },
        'personal.contacts': {
          each: 'visitor.traits',
          fields: { email: { path: 'item.email' }, phone: { path: 'item.phone' } }
        },
        'personal.language': { path: 'context.locale' }
      })
    }
  ),
  example(
    'A service request, by a rule of one’s own',
    'documented',
    track('Ticket Updated', 'https://example.com/help', { subject: 'Broken sprocket', state: '1', ticket_id: 4711 }),
    {
      identities,
      engagementAttributes: [{ type: 'service', service: { topic: 'Broken sprocket', status: 1, serviceId: '4711' } }]
    },
    {
      mapping: rule('service', {
        'service.topic': { path: 'properties.subject' },
        'service.status': { path: 'properties.state', as: 'integer' },
        'service.serviceId': { path: 'properties.ticket_id', as: 'text' }
      })
    }
  )
]
