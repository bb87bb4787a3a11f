import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'
import { shopEvents } from '../shop-events.ts'

const path = (from: string): MappingValue => ({ path: from })
const row: Pick<MappingRule, 'to' | 'fields'> = {
  to: 'row',
  fields: {
    id: path('event.id'),
    time: path('event.time'),
    type: path('event.type'),
    name: path('event.name'),
    visitor_id: path('visitor.id'),
    user_id: path('visitor.userId'),
    session_id: path('session.id'),
    url: path('event.url'),
    path: path('event.path'),
    title: path('event.title'),
    referrer: path('event.referrer'),
    properties: path('properties'),
    context: path('context'),
    traits: path('visitor.traits')
  }
}

export const presets: Preset[] = [
  {
    key: 'everything',
    name: 'Every event',
    description: 'A row for each event, with everything that is known of it.',
    mapping: { rules: [{ name: 'Every event', on: {}, ...row }] }
  },
  {
    key: 'orders',
    name: 'The shop, with what it earned',
    description: 'A row for each event of the shop, with order, revenue and currency as columns of their own.',
    mapping: {
      rules: [
        {
          name: 'Shop',
          on: { types: ['track'], names: shopEvents },
          to: row.to,
          fields: {
            ...row.fields,
            order_id: { path: 'properties.order_id', as: 'text' },
            revenue: { first: [path('properties.revenue'), path('properties.total')], as: 'number' },
            currency: path('properties.currency')
          }
        }
      ]
    }
  }
]
