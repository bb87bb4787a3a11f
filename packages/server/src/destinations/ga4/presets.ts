import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'

const path = (from: string): MappingValue => ({ path: from })
/** GRANTED or DENIED where the visitor was asked; nothing where not. */
const consent = (category: string): MappingValue => ({
  first: [
    { constant: 'GRANTED', when: { path: `context.consent.${category}`, op: 'is', value: true } },
    { constant: 'DENIED', when: { path: `context.consent.${category}`, op: 'is', value: false } }
  ]
})
const whose: Record<string, MappingValue> = {
  client_id: { first: [path('context.ga.client_id'), path('visitor.id')] },
  user_id: path('visitor.userId'),
  'params.session_id': { first: [path('context.ga.session_id'), path('session.id')] },
  'params.engagement_time_msec': { constant: 100 },
  'params.page_location': path('event.url'),
  'params.page_title': path('event.title'),
  'params.page_referrer': path('event.referrer'),
  'consent.ad_user_data': consent('advertising'),
  'consent.ad_personalization': consent('advertising')
}
const currency = path('properties.currency')

const item: Record<string, MappingValue> = {
  item_id: { first: [path('item.product_id'), path('item.sku')], as: 'text' },
  item_name: path('item.name'),
  item_brand: path('item.brand'),
  item_category: path('item.category'),
  item_variant: path('item.variant'),
  coupon: path('item.coupon'),
  index: { path: 'item.position', as: 'integer' },
  price: { path: 'item.price', as: 'number' },
  quantity: { path: 'item.quantity', as: 'integer', otherwise: 1 }
}
/** `properties` of an event about one product is the product. */
const product = (more: Record<string, MappingValue> = {}): Record<string, MappingValue> => ({
  'params.value': {
    first: [
      { path: 'properties.value', as: 'number' },
      { sum: 'properties', of: 'price', times: 'quantity' }
    ]
  },
  'params.currency': currency,
  'params.items': { each: 'properties', fields: item },
  ...more
})
const products = (more: Record<string, MappingValue> = {}): Record<string, MappingValue> => ({
  'params.value': {
    first: [
      { path: 'properties.value', as: 'number' },
      { path: 'properties.revenue', as: 'number' },
      { sum: 'properties.products', of: 'price', times: 'quantity' }
    ]
  },
  'params.currency': currency,
  'params.items': { each: 'properties.products', fields: item },
  ...more
})
const order = {
  'params.transaction_id': { path: 'properties.order_id', as: 'text' },
  'params.tax': { path: 'properties.tax', as: 'number' },
  'params.shipping': { path: 'properties.shipping', as: 'number' },
  'params.coupon': path('properties.coupon')
} satisfies Record<string, MappingValue>

const told = (names: string[], to: string, fields: Record<string, MappingValue>): MappingRule => ({
  name: names[0] ?? to,
  on: { types: ['track'], names },
  to,
  fields: { ...whose, ...fields }
})
const pages: MappingRule = { name: 'Page views', on: { types: ['page'] }, to: 'page_view', fields: whose }

const shop: MappingRule[] = [
  told(['Products Searched'], 'search', { 'params.search_term': { path: 'properties.query', as: 'text' } }),
  told(['Product List Viewed'], 'view_item_list', {
    'params.item_list_id': path('properties.list_id'),
    'params.item_list_name': path('properties.category'),
    'params.items': { each: 'properties.products', fields: item }
  }),
  told(['Product Clicked'], 'select_item', { 'params.items': { each: 'properties', fields: item } }),
  told(['Product Viewed'], 'view_item', product()),
  told(['Product Added'], 'add_to_cart', product()),
  told(['Product Removed'], 'remove_from_cart', product()),
  told(['Cart Viewed'], 'view_cart', products()),
  told(['Checkout Started'], 'begin_checkout', products({ 'params.coupon': path('properties.coupon') })),
  told(
    ['Payment Info Entered'],
    'add_payment_info',
    products({ 'params.payment_type': path('properties.payment_method') })
  ),
  told(['Order Completed'], 'purchase', products(order)),
  told(['Order Refunded', 'Order Cancelled'], 'refund', {
    'params.transaction_id': order['params.transaction_id'],
    'params.value': { first: [path('properties.total'), path('properties.revenue')], as: 'number' },
    'params.currency': currency,
    'params.items': { each: 'properties.products', fields: item }
  }),
  told(['Lead Generated'], 'generate_lead', {
    'params.value': { path: 'properties.value', as: 'number' },
    'params.currency': currency
  }),
  told(['Signed Up'], 'sign_up', { 'params.method': path('properties.method') }),
  told(['Signed In'], 'login', { 'params.method': path('properties.method') })
]

export const presets: Preset[] = [
  {
    key: 'shop',
    name: 'Pages and the shop',
    description:
      'Page views, and the shop’s events as Google’s recommended ones: from search to purchase, leads and sign-ups.',
    mapping: { rules: [pages, ...shop] }
  },
  {
    key: 'own',
    name: 'Your own names',
    description: 'Page views, and every event under its own name, with its properties as parameters.',
    mapping: {
      rules: [
        pages,
        {
          name: 'Events',
          on: { types: ['track'] },
          to: 'event',
          fields: { name: path('event.name'), params: path('properties'), ...whose }
        }
      ]
    }
  }
]
