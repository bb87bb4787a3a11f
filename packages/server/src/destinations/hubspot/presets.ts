import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'

const path = (from: string): MappingValue => ({ path: from })
const trait = (...names: string[]): MappingValue => ({ first: names.map(name => path(`visitor.traits.${name}`)) })
/** HubSpot knows people by their e-mail address. */
const known: MappingRule['where'] = [{ path: 'visitor.traits.email', op: 'isSet' }]

const contact = (name: string, on: MappingRule['on'], fields: Record<string, MappingValue> = {}): MappingRule => ({
  name,
  on,
  where: known,
  to: 'contact',
  fields: {
    email: trait('email'),
    'properties.firstname': trait('firstName', 'first_name'),
    'properties.lastname': trait('lastName', 'last_name'),
    'properties.phone': trait('phone'),
    'properties.company': trait('company.name', 'company'),
    'properties.website': trait('website'),
    ...fields
  }
})
const contacts: MappingRule[] = [
  contact('Who somebody is', { types: ['identify'] }),
  contact('Sign-ups', { types: ['track'], names: ['Signed Up'] }),
  contact(
    'Leads',
    { types: ['track'], names: ['Lead Generated'] },
    { 'properties.lifecyclestage': { constant: 'lead' } }
  )
]
const told = (name: string, event: string, fields: Record<string, MappingValue>): MappingRule => ({
  name,
  on: { types: ['track'], names: [name] },
  where: known,
  to: 'event',
  fields: { event_name: { constant: event }, email: trait('email'), ...fields }
})

export const presets: Preset[] = [
  {
    key: 'contacts',
    name: 'Contacts',
    description: 'Who somebody is, from sign-ups, leads and what is identified. Every plan of HubSpot takes it.',
    mapping: { rules: contacts }
  },
  {
    key: 'shop',
    name: 'Contacts and the shop',
    description:
      'Contacts, and products, checkouts and orders as custom events (Enterprise). Define product_viewed, product_added, checkout_started and order_completed in HubSpot first, with the properties below.',
    mapping: {
      rules: [
        ...contacts,
        ...(['Product Viewed', 'Product Added'] as const).map(name =>
          told(name, name.toLowerCase().replace(' ', '_'), {
            'properties.product_id': path('properties.product_id'),
            'properties.product_name': path('properties.name'),
            'properties.price': path('properties.price')
          })
        ),
        ...(['Checkout Started', 'Order Completed'] as const).map(name =>
          told(name, name.toLowerCase().replace(' ', '_'), {
            'properties.order_id': path('properties.order_id'),
            'properties.total': {
              first: [path('properties.total'), path('properties.value'), path('properties.revenue')]
            },
            'properties.currency': path('properties.currency')
          })
        )
      ]
    }
  }
]
