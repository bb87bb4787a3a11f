import type { Preset } from '@foyer/protocol'

export const everything: Preset = {
  key: 'everything',
  name: 'Every event',
  description: 'Each page view, click, event of yours and conversation, with what is known of the visitor.',
  mapping: {
    rules: [
      {
        name: 'Every event',
        on: {},
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
    ]
  }
}
