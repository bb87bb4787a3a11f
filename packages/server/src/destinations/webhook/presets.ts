import type { MappingRule, Preset } from '@foyer/protocol'
import { shopEvents } from '../shop-events.ts'

const whole: Pick<MappingRule, 'to' | 'fields'> = {
  to: 'event',
  fields: {
    id: { path: 'event.id' },
    type: { path: 'event.type' },
    name: { path: 'event.name' },
    url: { path: 'event.url' },
    title: { path: 'event.title' },
    referrer: { path: 'event.referrer' },
    properties: { path: 'properties' },
    context: { path: 'context' },
    visitor: { path: 'visitor' },
    sessionId: { path: 'session.id' }
  }
}

export const presets: Preset[] = [
  {
    key: 'everything',
    name: 'Every event',
    description: 'Each page view, click, event of yours and conversation, with what is known of the visitor.',
    mapping: { rules: [{ name: 'Every event', on: {}, ...whole }] }
  },
  {
    key: 'shop',
    name: 'What happens in the shop',
    description: 'Searches, products, carts, orders and leads; no page views and clicks.',
    mapping: { rules: [{ name: 'Shop', on: { types: ['track'], names: shopEvents }, ...whole }] }
  },
  {
    key: 'conversations',
    name: 'Conversations',
    description: 'When a conversation starts, is answered, handed over, resolved or rated.',
    mapping: { rules: [{ name: 'Conversations', on: { types: ['conversation'] }, ...whole }] }
  }
]
