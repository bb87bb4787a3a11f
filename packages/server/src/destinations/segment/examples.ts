import type { SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = { host: 'https://api.segment.io', write_key: 'a-write-key' }
const visitorId = samples.pageViewed.visitor.id
const time = '2026-11-26T08:00:00.000Z'

const sent = (event: SampleEvent, call: Record<string, unknown>): StepExample['out'] => ({
  method: 'POST',
  url: 'https://api.segment.io/v1/batch',
  headers: { authorization: 'Basic YS13cml0ZS1rZXk6' },
  body: {
    batch: [{ messageId: event.id, timestamp: time, originalTimestamp: time, anonymousId: visitorId, ...call }],
    sentAt: '2026-11-26T08:00:01.000Z'
  }
})
const context = (path: string) => ({
  ...samples.orderCompleted.context,
  page: { url: `https://shop.example${path}`, path }
})
const mapsOnly = (to: string, fields: Record<string, { path: string }>): Pick<StepExample, 'mapping'> => ({
  mapping: { rules: [{ name: 'One', on: {}, to, fields }] }
})

export const examples: StepExample[] = [
  {
    title: 'A page view',
    preset: 'everything',
    settings,
    in: samples.pageViewed,
    out: sent(samples.pageViewed, {
      type: 'page',
      name: 'Mugs',
      properties: {
        url: 'https://shop.example/mugs?utm_source=news',
        path: '/mugs',
        title: 'Mugs',
        referrer: 'https://news.example/'
      },
      context: {
        ...samples.pageViewed.context,
        page: {
          url: 'https://shop.example/mugs?utm_source=news',
          path: '/mugs',
          title: 'Mugs',
          referrer: 'https://news.example/'
        }
      }
    })
  },
  {
    title: 'An order',
    preset: 'shop',
    settings,
    in: samples.orderCompleted,
    out: sent(samples.orderCompleted, {
      type: 'track',
      event: 'Order Completed',
      userId: 'u_42',
      properties: samples.orderCompleted.properties,
      context: context('/thanks')
    })
  },
  {
    title: 'Somebody says who they are',
    preset: 'shop',
    settings,
    in: samples.identified,
    out: sent(samples.identified, {
      type: 'identify',
      userId: 'u_42',
      traits: samples.identified.visitor.traits,
      context: context('/welcome')
    })
  },
  {
    title: 'A company',
    preset: 'everything',
    settings,
    in: samples.grouped,
    out: sent(samples.grouped, {
      type: 'group',
      userId: 'u_42',
      groupId: 'g-7',
      traits: samples.grouped.properties,
      context: samples.grouped.context
    })
  },
  {
    title: 'A company without an id',
    preset: 'everything',
    settings,
    in: { ...samples.grouped, properties: { name: 'Tea & Sons' } },
    out: {
      invalid:
        'Group needs groupId, and the rule “Companies and teams” found nothing for it in “group”. Map it, or narrow the rule to events that have it.'
    }
  },
  {
    title: 'A screen of an app',
    preset: 'everything',
    settings,
    in: samples.screenSeen,
    out: sent(samples.screenSeen, { type: 'screen', userId: 'u_42', name: 'Home', properties: {}, context: {} })
  },
  {
    title: 'A conversation, by the name the Segment spec has for it',
    preset: 'everything',
    settings,
    in: samples.chatStarted,
    out: sent(samples.chatStarted, {
      type: 'track',
      event: 'Live Chat Conversation Started',
      properties: { conversation_id: 'cnv_0a1b2c3d4e5f60718293a4b5c6d7e8f9', source: 'widget' },
      context: {}
    })
  },
  {
    title: 'Consent stands where Segment looks for it',
    preset: 'shop',
    settings,
    in: { ...samples.signedUp, context: { consent: { analytics: true, marketing: false } } },
    out: sent(samples.signedUp, {
      type: 'track',
      event: 'Signed Up',
      userId: 'u_42',
      properties: { method: 'email' },
      context: {
        consent: { categoryPreferences: { analytics: true, marketing: false } },
        page: { url: 'https://shop.example/welcome', path: '/welcome' }
      }
    })
  },
  {
    title: 'One person under two ids',
    preset: 'shop',
    ...mapsOnly('alias', {
      previousId: { path: 'visitor.id' },
      userId: { path: 'visitor.userId' },
      anonymousId: { path: 'visitor.id' }
    }),
    settings,
    in: samples.signedUp,
    out: sent(samples.signedUp, { type: 'alias', previousId: visitorId, userId: 'u_42' })
  },
  {
    title: 'Nobody it could be of',
    preset: 'shop',
    ...mapsOnly('track', { event: { path: 'event.name' } }),
    settings,
    in: samples.signedUp,
    out: { invalid: 'It needs a userId or an anonymousId, and the mapping gives neither.' }
  }
]
