import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'
import { affiliate, channel, customer, item, person } from './preset-values.ts'

const path = (from: string, as?: 'text' | 'number' | 'integer' | 'list' | 'boolean'): MappingValue => ({
  path: from,
  ...(as === undefined ? {} : { as })
})
const first = (...from: MappingValue[]): MappingValue => ({ first: from })

const url = first(path('event.url', 'list'), path('properties.url', 'list'), path('context.page.url', 'list'))
const report = { entryPoints: url, identities: { constant: true } }
const currency = path('properties.currency', 'text')
const lines: MappingValue = {
  each: 'properties.products',
  fields: { ...item, quantity: path('item.quantity', 'integer') }
}
const pieces: MappingValue = { sum: 'properties.products', times: 'quantity', as: 'integer' }

const page = (more: Record<string, MappingValue> = {}): MappingRule => ({
  name: 'Page',
  on: { types: ['page'] },
  to: 'entryPoints',
  fields: { ...report, ...more }
})
const searched = (to: string): MappingRule => ({
  name: 'Products Searched',
  on: { types: ['track'], names: ['Products Searched'] },
  to,
  fields: {
    keywords: first(
      { texts: 'properties.query' },
      { texts: 'properties.keywords' },
      { texts: 'properties.search_term' }
    ),
    ...report
  }
})
const viewed = (more: Record<string, MappingValue>): MappingRule => ({
  name: 'Product Viewed',
  on: { types: ['track'], names: ['Product Viewed'] },
  to: 'prodView',
  fields: {
    currency,
    products: first({ each: 'properties.products', fields: item }, { each: 'properties', fields: item }),
    entryPoints: url,
    ...more
  }
})
const cart = (to: string): MappingRule => ({
  name: 'Cart Viewed',
  on: { types: ['track'], names: ['Cart Viewed'] },
  to,
  fields: {
    total: first(
      path('properties.total', 'number'),
      path('properties.value', 'number'),
      path('properties.revenue', 'number'),
      { sum: 'properties.products', of: 'price', times: 'quantity' }
    ),
    currency,
    numItems: first(path('properties.num_items', 'integer'), path('properties.quantity', 'integer'), pieces),
    products: lines,
    ...report
  }
})
const ordered: MappingRule = {
  name: 'Order Completed',
  on: { types: ['track'], names: ['Order Completed'] },
  to: 'purchase',
  fields: {
    total: first(
      path('properties.total', 'number'),
      path('properties.revenue', 'number'),
      path('properties.value', 'number')
    ),
    currency,
    orderId: path('properties.order_id', 'text'),
    'cart.numItems': pieces,
    'cart.products': lines,
    ...report
  }
}
const lead: MappingRule = {
  name: 'Lead Generated',
  on: { types: ['track'], names: ['Lead Generated'] },
  to: 'lead',
  fields: {
    'lead.topic': first(
      path('properties.topic', 'text'),
      path('properties.form_name', 'text'),
      path('properties.name', 'text')
    ),
    'lead.value': path('properties.value', 'number'),
    'lead.currency': currency,
    // The same for every try, so that LivePerson can tell a repetition.
    'lead.leadId': first(path('properties.lead_id', 'text'), path('event.id', 'text')),
    ...report
  }
}
const identified: MappingRule[] = [
  { name: 'Identify', on: { types: ['identify'] }, to: 'ctmrinfo', fields: { ...customer, ...report } },
  {
    name: 'Identified',
    on: { types: ['track'], names: ['Identified'] },
    to: 'ctmrinfo',
    fields: { ...customer, ...report }
  }
]

/** As the table of the integration's documentation has it, to the letter: a viewed product goes without identities. */
const retail: Preset = {
  key: 'retail',
  name: 'Retail',
  description:
    'The whole way of a shop: pages, searches (searchContent), viewed products, carts (cartStatus), purchases, leads and who it was. Begin with this one.',
  mapping: { rules: [page(), searched('searchContent'), viewed({}), cart('cartStatus'), ordered, lead, ...identified] }
}

const documented: Preset = {
  key: 'documented',
  name: 'Retail, with the names LivePerson documents',
  description:
    'The same by the names of LivePerson’s own documentation for writing: cart and searchInfo. Choose it if carts or searches of Retail do not show in Conversational Cloud. It also tells campaigns and errors, and the person if you turn that rule on.',
  mapping: {
    rules: [
      page({ section: path('properties.category', 'text'), language: path('context.locale', 'text') }),
      {
        name: 'Campaign',
        on: { types: ['page'] },
        where: [{ path: 'context.campaign.source', op: 'isSet' }],
        to: 'mrktInfo',
        fields: {
          'info.channel': channel,
          'info.affiliate': affiliate,
          'info.campaignId': path('context.campaign.name', 'text'),
          ...report
        }
      },
      searched('searchInfo'),
      viewed({ identities: { constant: true } }),
      { ...cart('cart'), on: { types: ['track'], names: ['Cart Viewed'] } },
      {
        ...cart('cart'),
        name: 'Cart changed',
        on: { types: ['track'], names: ['Product Added', 'Product Removed'] },
        // One product says nothing of the rest, and the whole cart is replaced by what is sent.
        where: [{ path: 'properties.products.0', op: 'isSet' }]
      },
      ordered,
      lead,
      ...identified,
      { name: 'Person', enabled: false, on: { types: ['identify'] }, to: 'personal', fields: { ...person, ...report } },
      {
        name: 'Error',
        on: { types: ['track'], names: ['Error Shown', 'Form Error'] },
        to: 'error',
        fields: {
          'error.contextId': first(path('properties.form_id', 'text'), path('event.path', 'text')),
          'error.message': first(path('properties.message', 'text'), path('properties.error', 'text')),
          'error.code': path('properties.code', 'text'),
          ...report
        }
      }
    ]
  }
}

export const presets: Preset[] = [retail, documented]
