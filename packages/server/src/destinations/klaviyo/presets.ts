import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'

const path = (from: string): MappingValue => ({ path: from })
const trait = (...names: string[]): MappingValue => ({ first: names.map(name => path(`visitor.traits.${name}`)) })

const person: Record<string, MappingValue> = {
  'profile.email': trait('email'),
  'profile.phone_number': trait('phone'),
  'profile.external_id': path('visitor.userId'),
  'profile.anonymous_id': path('visitor.id'),
  'profile.first_name': trait('firstName', 'first_name'),
  'profile.last_name': trait('lastName', 'last_name')
}
/** Klaviyo counts and bills profiles: one for each visitor nobody knows would be many. */
const known: MappingRule['where'] = [{ path: 'visitor.traits.email', op: 'isSet' }]
const product: Record<string, MappingValue> = {
  ProductID: path('item.product_id'),
  SKU: path('item.sku'),
  ProductName: path('item.name'),
  Brand: path('item.brand'),
  Category: path('item.category'),
  Quantity: { path: 'item.quantity', as: 'integer' },
  ItemPrice: { path: 'item.price', as: 'number' },
  ProductURL: path('item.url'),
  ImageURL: path('item.image_url')
}

const told = (name: string, metric: string, fields: Record<string, MappingValue>): MappingRule => ({
  name,
  on: { types: ['track'], names: [name] },
  where: known,
  to: 'event',
  fields: { metric: { constant: metric }, ...fields, ...person }
})
const worth = (...from: MappingValue[]): Record<string, MappingValue> => ({
  value: { first: from, as: 'number' },
  value_currency: path('properties.currency')
})
const goods: Record<string, MappingValue> = {
  'properties.Items': { each: 'properties.products', fields: product }
}
const one: Record<string, MappingValue> = {
  'properties.ProductID': path('properties.product_id'),
  'properties.SKU': path('properties.sku'),
  'properties.ProductName': path('properties.name'),
  'properties.Brand': path('properties.brand'),
  'properties.Price': path('properties.price'),
  'properties.Quantity': path('properties.quantity'),
  'properties.URL': { first: [path('properties.url'), path('event.url')] },
  'properties.ImageURL': path('properties.image_url')
}
const profile: MappingRule = {
  name: 'Who somebody is',
  on: { types: ['identify'] },
  where: known,
  to: 'profile',
  fields: { ...person, 'profile.properties': path('visitor.traits') }
}

const orders: MappingRule[] = [
  told('Order Completed', 'Placed Order', {
    'properties.OrderId': path('properties.order_id'),
    'properties.DiscountCode': path('properties.coupon'),
    ...goods,
    ...worth(path('properties.total'), path('properties.revenue'), path('properties.value'))
  }),
  told('Order Refunded', 'Refunded Order', {
    'properties.OrderId': path('properties.order_id'),
    ...goods,
    ...worth(path('properties.total'), path('properties.value'))
  })
]

export const presets: Preset[] = [
  {
    key: 'shop',
    name: 'The shop, by Klaviyo’s names',
    description:
      'Searches, products, carts, checkouts and orders of people whose e-mail address is known, by the names Klaviyo’s own flows look for.',
    mapping: {
      rules: [
        told('Products Searched', 'Searched Site', { 'properties.SearchTerm': path('properties.query') }),
        told('Product Viewed', 'Viewed Product', { ...one, ...worth(path('properties.price')) }),
        told('Product Added', 'Added to Cart', {
          ...one,
          ...worth({ sum: 'properties', of: 'price', times: 'quantity' })
        }),
        told('Cart Viewed', 'Viewed Cart', {
          ...goods,
          ...worth(path('properties.value'), { sum: 'properties.products', of: 'price', times: 'quantity' })
        }),
        told('Checkout Started', 'Started Checkout', {
          ...goods,
          'properties.CheckoutURL': path('event.url'),
          ...worth(path('properties.value'), path('properties.total'), path('properties.revenue'))
        }),
        ...orders,
        told('Lead Generated', 'Lead Generated', {
          properties: path('properties'),
          ...worth(path('properties.value'))
        }),
        told('Signed Up', 'Signed Up', { properties: path('properties') }),
        profile
      ]
    }
  },
  {
    key: 'orders',
    name: 'Orders and profiles',
    description: 'Orders, refunds, and who somebody is.',
    mapping: { rules: [...orders, profile] }
  }
]
