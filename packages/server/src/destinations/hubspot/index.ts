import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const hubspot: Kind = {
  type: 'hubspot',
  name: 'HubSpot',
  description: 'Contacts by their e-mail address, and custom events on their timeline.',
  category: 'crm',
  website: 'https://developers.hubspot.com/docs/api-reference/legacy/events/send-event-data/guide',
  before: [
    'HubSpot knows people by their e-mail address: the presets send only what people did whose address is known.',
    'Custom events need an Enterprise plan, and have to be defined in HubSpot with their properties first.'
  ],
  settings,
  presets,
  targets,
  consentCategories: ['marketing'],
  // 100 requests in 10 seconds on the smaller plans, for all that is connected to the account.
  delivering: { concurrency: 4, perSecond: 8, timeoutMs: 15_000, retryAfterMs: patient, maxAgeMs: 3 * day },
  build,
  judge,
  errors,
  /** A contact is written over. Of an event’s uuid HubSpot does not say that a second one is left out. */
  mayRepeat: mapped => mapped.every(one => one.to === 'contact'),
  examples
}
