import { createHash } from 'node:crypto'
import type { SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = {
  pixel_id: '1234567890123456',
  access_token: 'a-token',
  api_version: 'v25.0',
  endpoint: 'https://graph.facebook.com'
}
const hash = (text: string) => [createHash('sha256').update(text).digest('hex')]
const browser = {
  client_user_agent: samples.pageViewed.context.userAgent,
  client_ip_address: '203.0.113.7'
}
const jo = {
  ...browser,
  external_id: hash('u_42'),
  em: hash('jo@example.com'),
  ph: hash('49301234567'),
  fn: hash('jo'),
  ln: hash('berg')
}
const somebody = { ...browser, external_id: hash(samples.pageViewed.visitor.id) }

const sent = (
  event: SampleEvent,
  name: string,
  person: Record<string, unknown>,
  data?: Record<string, unknown>,
  more: Record<string, unknown> = {}
): StepExample['out'] => ({
  method: 'POST',
  url: 'https://graph.facebook.com/v25.0/1234567890123456/events',
  headers: { authorization: 'Bearer a-token' },
  body: {
    data: [
      {
        event_name: name,
        event_time: 1_795_680_000,
        event_id: event.id,
        action_source: 'website',
        event_source_url: event.url,
        user_data: person,
        ...(data ? { custom_data: data } : {}),
        ...more
      }
    ]
  }
})
const mug = { id: 'p-1', quantity: 2, item_price: 4.5 }
const contents = [mug, { id: 'p-2', quantity: 1, item_price: 2.7 }]
const goods = (value: number, list: unknown[]) => ({ value, currency: 'EUR', content_type: 'product', contents: list })
const shown = (
  title: string,
  event: SampleEvent,
  out: StepExample['out'],
  more: Partial<StepExample> = {}
): StepExample => ({
  title,
  preset: 'shop',
  settings,
  in: event,
  out,
  ...more
})
const fromAnAd = { ...samples.pageViewed, url: 'https://shop.example/mugs?fbclid=IwAR2F4-abc' }
const chat = { ...samples.chatStarted, url: 'https://shop.example/mugs', context: samples.pageViewed.context }

export const examples: StepExample[] = [
  shown(
    'A page view, from an advertisement',
    fromAnAd,
    sent(fromAnAd, 'PageView', { ...somebody, fbc: 'fb.1.1795680000000.IwAR2F4-abc' })
  ),
  shown('A search', samples.searched, sent(samples.searched, 'Search', somebody, { search_string: 'blue mug' })),
  shown(
    'A product',
    samples.productViewed,
    sent(samples.productViewed, 'ViewContent', somebody, goods(4.5, [{ ...mug, quantity: 1 }]))
  ),
  shown('Into the cart', samples.productAdded, sent(samples.productAdded, 'AddToCart', somebody, goods(9, [mug]))),
  shown(
    'The checkout',
    samples.checkoutStarted,
    sent(samples.checkoutStarted, 'InitiateCheckout', somebody, goods(11.7, contents))
  ),
  shown(
    'How it is paid',
    samples.paymentEntered,
    sent(samples.paymentEntered, 'AddPaymentInfo', somebody, goods(11.7, contents))
  ),
  shown(
    'An order of somebody known: hashed in Meta’s form',
    samples.orderCompleted,
    sent(samples.orderCompleted, 'Purchase', jo, { ...goods(15.6, contents), order_id: 'o-1001' }),
    { preset: 'conversions' }
  ),
  shown('A lead', samples.leadGenerated, sent(samples.leadGenerated, 'Lead', jo, { value: 200, currency: 'EUR' })),
  shown('A new account', samples.signedUp, sent(samples.signedUp, 'CompleteRegistration', jo)),
  shown('A conversation', chat, sent(chat, 'Contact', somebody)),
  shown(
    'Limited Data Use',
    samples.signedUp,
    sent(samples.signedUp, 'CompleteRegistration', jo, undefined, {
      data_processing_options: ['LDU'],
      data_processing_options_country: 0,
      data_processing_options_state: 0
    }),
    { settings: { ...settings, limited_data_use: true } }
  ),
  shown(
    'An event of your own name',
    samples.signedIn,
    sent(samples.signedIn, 'CameBack', { client_user_agent: browser.client_user_agent }),
    {
      mapping: {
        rules: [
          {
            name: 'Came back',
            on: { names: ['Signed In'] },
            to: 'event',
            fields: {
              event_name: { constant: 'CameBack' },
              event_source_url: { path: 'event.url' },
              'user_data.client_user_agent': { path: 'context.userAgent' }
            }
          }
        ]
      }
    }
  ),
  shown(
    'A browser that is not known',
    { ...samples.signedUp, context: {} },
    {
      invalid:
        'Complete registration needs user_data.client_user_agent, and the rule “Signed Up” found nothing for it in “Signed Up”. Map it, or narrow the rule to events that have it.'
    }
  )
]
