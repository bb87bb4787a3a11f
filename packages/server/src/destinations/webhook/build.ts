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
  // A receiver takes the same id for the same event; what a second rule made of it is another.
  const id = at.part === undefined ? at.deliveryId : `${at.deliveryId}_${at.part}`
  const now = signed(String(secret), id, at.now, body)
  if (typeof previous !== 'string' || previous === '') return now
  const before = signed(previous, id, at.now, body)
  return { ...now, 'webhook-signature': `${now['webhook-signature']} ${before['webhook-signature']}` }
}
