import { createHmac } from 'node:crypto'

const encodedSecret = 'whsec_'

/** As standardwebhooks.com has it: `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,…` over all three parts. */
export function signed(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000)
  const key = Buffer.from(secret.slice(encodedSecret.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`
  }
}
