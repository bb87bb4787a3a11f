import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'

const path = (from: string): MappingValue => ({ path: from })
const trait = (...names: string[]): MappingValue => ({ first: names.map(name => path(`visitor.traits.${name}`)) })

const whose: Record<string, MappingValue> = {
  event_id: path('event.id'),
  event_source_url: path('event.url'),
  'user_data.client_user_agent': path('context.userAgent'),
  'user_data.client_ip_address': path('context.ip'),
  'user_data.fbp': { first: [path('context.fbp'), path('properties.fbp')] },
  'user_data.fbc': { first: [path('context.fbc'), path('properties.fbc')] },
  'user_data.external_id': { first: [path('visitor.userId'), path('visitor.id')] },
  'user_data.em': trait('email'),
  'user_data.ph': trait('phone'),
  'user_data.fn': trait('firstName', 'first_name'),
  'user_data.ln': trait('lastName', 'last_name'),
  'user_data.ct': trait('address.city'),
  'user_data.st': trait('address.state'),
  'user_data.zp': trait('address.postalCode'),
  'user_data.country': trait('address.country')
}
const item: Record<string, MappingValue> = {
  id: { first: [path('item.product_id'), path('item.sku')], as: 'text' },
  quantity: { path: 'item.quantity', as: 'integer', otherwise: 1 },
  item_price: { path: 'item.price', as: 'number' }
}
const goods = (from: string, ...values: MappingValue[]): Record<string, MappingValue> => ({
  'custom_data.value': { first: [{ path: 'properties.value', as: 'number' }, ...values] },
  'custom_data.currency': path('properties.currency'),
  'custom_data.content_type': { constant: 'product' },
  'custom_data.contents': { each: from, fields: item }
})
const product = goods('properties', { sum: 'properties', of: 'price', times: 'quantity' })
const basket = goods(
  'properties.products',
  { path: 'properties.total', as: 'number' },
  { path: 'properties.revenue', as: 'number' },
  { sum: 'properties.products', of: 'price', times: 'quantity' }
)
const worth: Record<string, MappingValue> = {
  'custom_data.value': { path: 'properties.value', as: 'number' },
  'custom_data.currency': path('properties.currency')
}

const told = (name: string, to: string, fields: Record<string, MappingValue> = {}): MappingRule => ({
  name,
  on: { types: ['track'], names: [name] },
  to,
  fields: { ...whose, ...fields }
})

const conversions: MappingRule[] = [
  told('Checkout Started', 'InitiateCheckout', basket),
  told('Payment Info Entered', 'AddPaymentInfo', basket),
  told('Order Completed', 'Purchase', {
    ...basket,
    'custom_data.order_id': { path: 'properties.order_id', as: 'text' }
  }),
  told('Lead Generated', 'Lead', worth),
  told('Signed Up', 'CompleteRegistration', worth)
]

export const presets: Preset[] = [
  {
    key: 'shop',
    name: 'The whole way to an order',
    description: 'Pages, searches, products, carts, checkouts, orders, leads and sign-ups as Meta’s standard events.',
    mapping: {
      rules: [
        { name: 'Page views', on: { types: ['page'] }, to: 'PageView', fields: whose },
        told('Products Searched', 'Search', { 'custom_data.search_string': { path: 'properties.query', as: 'text' } }),
        told('Product Viewed', 'ViewContent', product),
        told('Product Added', 'AddToCart', product),
        ...conversions,
        {
          name: 'Conversations',
          on: { types: ['conversation'], names: ['started'] },
          to: 'Contact',
          where: [{ path: 'event.url', op: 'isSet' }],
          fields: whose
        }
      ]
    }
  },
  {
    key: 'conversions',
    name: 'Conversions only',
    description: 'Checkouts, orders, leads and sign-ups, and nothing of how somebody got there.',
    mapping: { rules: conversions }
  }
]
