import type { SampleEvent } from '@foyer/protocol'
import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = { access_token: 'pat-eu1-a-token', hub_id: '12345678', endpoint: 'https://api.hubapi.com' }
const headers = { authorization: 'Bearer pat-eu1-a-token' }
const jo = { email: 'Jo@Example.com', firstname: 'Jo', lastname: 'Berg', phone: '+49 30 1234567' }

const contact = (properties: Record<string, unknown>): StepExample['out'] => ({
  method: 'POST',
  url: 'https://api.hubapi.com/crm/v3/objects/contacts/batch/upsert',
  headers,
  body: { inputs: [{ idProperty: 'email', id: 'Jo@Example.com', properties }] }
})
const occurrence = (name: string, uuid: string, properties: Record<string, unknown>): StepExample['out'] => ({
  method: 'POST',
  url: 'https://api.hubapi.com/events/v3/send',
  headers,
  body: {
    eventName: `pe12345678_${name}`,
    email: 'Jo@Example.com',
    occurredAt: '2026-11-26T08:00:00.000Z',
    uuid,
    properties
  }
})
const byJo = (event: SampleEvent): SampleEvent => ({
  ...event,
  id: '0193675a-0000-7000-8000-000000000001',
  visitor: samples.orderCompleted.visitor
})
const shown = (title: string, event: SampleEvent, out: StepExample['out'], preset = 'shop'): StepExample => ({
  title,
  preset,
  settings,
  in: event,
  out
})
const uuid = '0193675a-0000-7000-8000-000000000001'
const mug = { product_id: 'p-1', product_name: 'Mug', price: 4.5 }

export const examples: StepExample[] = [
  shown('Somebody says who they are', samples.identified, contact(jo), 'contacts'),
  shown('A new account', samples.signedUp, contact(jo), 'contacts'),
  shown('A lead', samples.leadGenerated, contact({ ...jo, lifecyclestage: 'lead' }), 'contacts'),
  shown('A product', byJo(samples.productViewed), occurrence('product_viewed', uuid, mug)),
  shown('Into the cart', byJo(samples.productAdded), occurrence('product_added', uuid, mug)),
  shown(
    'The checkout',
    byJo(samples.checkoutStarted),
    occurrence('checkout_started', uuid, { order_id: 'o-1001', total: 11.7, currency: 'EUR' })
  ),
  shown(
    'An order; an id that is no UUID is made one',
    samples.orderCompleted,
    occurrence('order_completed', '7882525d-dca2-8222-ab6a-bc4095d5403c', {
      order_id: 'o-1001',
      total: 15.6,
      currency: 'EUR'
    })
  ),
  shown('Somebody nobody knows', samples.productViewed, { notWanted: true }),
  {
    title: 'Events without the Hub ID',
    preset: 'shop',
    settings: { ...settings, hub_id: undefined },
    in: samples.orderCompleted,
    out: { invalid: 'Events need the Hub ID, which their names begin with. Give it in the settings.' }
  }
]
