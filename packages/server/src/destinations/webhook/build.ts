import { signed } from '../../outward/index.ts'
import { onlyOne } from '../fields.ts'
import type { Built, Mapped, Moment } from '../kind.ts'

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const { event, fields } = onlyOne(mapped)
  const body = JSON.stringify({
    type: event.name || event.type,
    timestamp: new Date(event.timeMs).toISOString(),
    data: fields
  })
  return {
    request: {
      method: 'POST',
      url: String(at.settings.url),
      headers: { 'content-type': 'application/json', ...signatures(at, body) },
      body
    }
  }
}

/** With two secrets both signatures stand in the header, so that the receiver may know either. */
function signatures(at: Moment, body: string): Record<string, string> {
  const { secret, previous_secret: previous } = at.settings
  const now = signed(String(secret), at.deliveryId, at.now, body)
  if (typeof previous !== 'string' || previous === '') return now
  const before = signed(previous, at.deliveryId, at.now, body)
  return { ...now, 'webhook-signature': `${now['webhook-signature']} ${before['webhook-signature']}` }
}
