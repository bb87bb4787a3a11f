import type { MappingRule, MappingValue, Preset } from '@foyer/protocol'
import { shopEvents } from '../shop-events.ts'

const path = (from: string): MappingValue => ({ path: from })
const around: Record<string, MappingValue> = {
  userId: path('visitor.userId'),
  anonymousId: path('visitor.id'),
  context: path('context'),
  'context.page.url': path('event.url'),
  'context.page.path': path('event.path'),
  'context.page.title': path('event.title'),
  'context.page.referrer': path('event.referrer')
}

const page: MappingRule = {
  name: 'Page views',
  on: { types: ['page'] },
  to: 'page',
  fields: {
    name: path('event.title'),
    properties: path('properties'),
    'properties.url': path('event.url'),
    'properties.path': path('event.path'),
    'properties.title': path('event.title'),
    'properties.referrer': path('event.referrer'),
    ...around
  }
}
const tracked = (name: string, names?: string[]): MappingRule => ({
  name,
  on: { types: ['track'], ...(names ? { names } : {}) },
  to: 'track',
  fields: { event: path('event.name'), properties: path('properties'), ...around }
})
const identify: MappingRule = {
  name: 'Who somebody is',
  on: { types: ['identify'] },
  to: 'identify',
  fields: { traits: path('visitor.traits'), ...around }
}
const group: MappingRule = {
  name: 'Companies and teams',
  on: { types: ['group'] },
  to: 'group',
  fields: {
    groupId: { first: [path('properties.groupId'), path('context.groupId')] },
    traits: path('properties'),
    ...around
  }
}
const screen: MappingRule = {
  name: 'Screens of an app',
  on: { types: ['screen'] },
  to: 'screen',
  fields: { name: path('event.name'), properties: path('properties'), ...around }
}
/** By the names the Segment spec has for live chats. */
const chat = (name: string, event: string): MappingRule => ({
  name: event,
  on: { types: ['conversation'], names: [name] },
  to: 'track',
  fields: {
    event: { constant: event },
    'properties.conversation_id': path('properties.conversationId'),
    'properties.source': path('properties.source'),
    ...around
  }
})

export const presets: Preset[] = [
  {
    key: 'everything',
    name: 'Everything but clicks',
    description: 'Page views, events of yours, who somebody is, and conversations by the names of the Segment spec.',
    mapping: {
      rules: [
        page,
        tracked('Events'),
        identify,
        group,
        screen,
        chat('started', 'Live Chat Conversation Started'),
        chat('resolved', 'Live Chat Conversation Ended')
      ]
    }
  },
  {
    key: 'shop',
    name: 'What happens in the shop',
    description: 'Searches, products, carts, orders and leads, and who somebody is; no page views.',
    mapping: { rules: [tracked('Shop', shopEvents), identify] }
  }
]
