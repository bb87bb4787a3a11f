import { signed } from '../../outward/index.ts'
import { judgeHttp } from '../judge-http.ts'
import type { Kind } from '../kind.ts'
import { examples } from './examples.ts'
import { everything } from './presets.ts'

/** Any server that takes JSON, signed as standardwebhooks.com has it. */
export const webhook: Kind = {
  type: 'webhook',
  name: 'Webhook',
  description: 'Sends each event as JSON to an address of yours, signed so that you can tell it is from here.',
  category: 'webhook',
  website: 'https://www.standardwebhooks.com',
  before: ['Your server answers with a 2xx status within 15 seconds, and may be sent the same webhook-id twice.'],
  settings: [
    {
      key: 'url',
      label: 'Address',
      kind: 'address',
      required: true,
      help: 'Where events are sent to, with https://.',
      placeholder: 'https://example.com/hooks/foyer'
    },
    {
      key: 'secret',
      label: 'Signing secret',
      kind: 'secret',
      required: true,
      help: 'Your server checks the signature with it. whsec_ and at least 24 bytes in base64.',
      pattern: '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$',
      patternHelp: 'A signing secret is whsec_ and 24 to 64 bytes in base64.'
    }
  ],
  presets: [everything],
  targets: [{ to: 'event', name: 'Event', fields: [], isOpen: true }],
  consentCategories: [],
  delivering: {
    concurrency: 10,
    timeoutMs: 15_000,
    retryAfterMs: [5_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 5 * 3_600_000, 10 * 3_600_000],
    maxAgeMs: 3 * 86_400_000
  },
  build([first], at) {
    const body = JSON.stringify({
      type: first?.event.name || first?.event.type,
      timestamp: new Date(first?.event.timeMs ?? 0).toISOString(),
      data: first?.fields
    })
    return {
      request: {
        method: 'POST',
        url: String(at.settings.url),
        headers: {
          'content-type': 'application/json',
          ...signed(String(at.settings.secret), at.deliveryId, at.now, body)
        },
        body
      }
    }
  },
  judge(answer, _mapped, at) {
    if (answer.status === 410)
      return {
        is: 'misconfigured',
        reason: '410',
        advice: 'The server says that it wants no more events (410). Turn it on again when it does.'
      }
    if (answer.status === 400 || answer.status === 401 || answer.status === 403)
      return {
        is: answer.status === 400 ? 'invalid' : 'misconfigured',
        reason: String(answer.status),
        advice:
          answer.status === 400
            ? 'Your server refused this event (400). Its answer stands beside the request.'
            : `Your server refused the signature (${answer.status}). Check that it knows this signing secret.`
      }
    return judgeHttp(answer, at.now, 'Your server')
  },
  /** The same `webhook-id` says that it is the same. */
  mayRepeat: () => true,
  examples
}
