import type { StepExample } from '../kind.ts'
import { samples } from '../shop-samples.ts'

const settings = { url: 'https://example.com/hooks', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }
const sessionId = 'ses_00000000000000000000000000000001'
const sent = (type: string, data: Record<string, unknown>) => ({
  method: 'POST',
  url: 'https://example.com/hooks',
  body: { type, timestamp: '2026-11-26T08:00:00.000Z', data: { ...data, sessionId } }
})
const order = {
  id: 'evt-order',
  type: 'track',
  name: 'Order Completed',
  url: 'https://shop.example/thanks',
  properties: samples.orderCompleted.properties,
  context: samples.orderCompleted.context,
  visitor: samples.orderCompleted.visitor
}

export const examples: StepExample[] = [
  {
    title: 'An order, with everything that is known',
    preset: 'everything',
    settings,
    in: samples.orderCompleted,
    out: sent('Order Completed', order)
  },
  {
    title: 'An order, of a destination that hears only of the shop',
    preset: 'shop',
    settings,
    in: samples.orderCompleted,
    out: sent('Order Completed', order)
  },
  {
    title: 'A page view is nothing of the shop',
    preset: 'shop',
    settings,
    in: samples.pageViewed,
    out: { notWanted: true }
  },
  {
    title: 'A conversation started',
    preset: 'conversations',
    settings,
    in: samples.chatStarted,
    out: sent('started', {
      id: 'evt-chat',
      type: 'conversation',
      name: 'started',
      properties: samples.chatStarted.properties,
      context: {},
      visitor: samples.chatStarted.visitor
    })
  }
]
