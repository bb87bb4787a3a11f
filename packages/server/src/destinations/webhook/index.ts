import { randomBytes } from 'node:crypto'
import { judgeByTable } from '../error-table.ts'
import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'

/** Any server that takes JSON, signed as standardwebhooks.com has it. */
export const webhook: Kind = {
  type: 'webhook',
  name: 'Webhook',
  description: 'Sends each event as JSON to an address of yours, signed so that you can tell it is from here.',
  category: 'webhook',
  website: 'https://www.standardwebhooks.com',
  before: ['Your server answers with a 2xx status within 15 seconds, and may be sent the same webhook-id twice.'],
  settings,
  presets,
  targets: [{ to: 'event', name: 'Event', fields: [], isOpen: true }],
  consentCategories: [],
  delivering: { concurrency: 10, timeoutMs: 15_000, retryAfterMs: patient, maxAgeMs: 3 * day },
  resolve: async () => ({
    settings: { secret: `whsec_${randomBytes(32).toString('base64')}` },
    message: 'This is a new secret. Give it to your server before you save.'
  }),
  build,
  judge: (answer, _mapped, at) => judgeByTable(errors, answer, [], at.now, 'Your server'),
  errors,
  /** The same `webhook-id` says that it is the same. */
  mayRepeat: () => true,
  examples
}
