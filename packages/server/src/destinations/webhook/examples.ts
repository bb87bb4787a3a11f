import type { StepExample } from '../kind.ts'

export const examples: StepExample[] = [
  {
    title: 'An order',
    preset: 'everything',
    settings: { url: 'https://example.com/hooks', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    in: {
      id: 'evt-1',
      type: 'track',
      name: 'Order Completed',
      time: '2026-11-26T08:00:00.000Z',
      url: 'https://shop.example/thanks',
      properties: { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' },
      visitor: { id: 'vis_5b0c1f0e9d8c7b6a5f4e3d2c1b0a9f8e', traits: { plan: 'gold' } }
    },
    out: {
      method: 'POST',
      url: 'https://example.com/hooks',
      body: {
        type: 'Order Completed',
        timestamp: '2026-11-26T08:00:00.000Z',
        data: {
          id: 'evt-1',
          type: 'track',
          name: 'Order Completed',
          url: 'https://shop.example/thanks',
          properties: { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' },
          context: {},
          visitor: { id: 'vis_5b0c1f0e9d8c7b6a5f4e3d2c1b0a9f8e', traits: { plan: 'gold' } },
          sessionId: 'ses_00000000000000000000000000000001'
        }
      }
    }
  }
]
