import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const klaviyo: Kind = {
  type: 'klaviyo',
  name: 'Klaviyo',
  description: 'Events and profiles for e-mail and SMS flows.',
  category: 'email',
  website: 'https://developers.klaviyo.com/en/reference/create_event',
  before: [
    'Klaviyo counts profiles: the presets send only what people did whose e-mail address is known.',
    'A profile made here has not agreed to be written to; consent to marketing is kept in Klaviyo.'
  ],
  settings,
  presets,
  targets,
  consentCategories: ['marketing'],
  // 3,500 events a minute, 350 in one second; 700 profiles a minute.
  delivering: { concurrency: 8, perSecond: 50, timeoutMs: 10_000, retryAfterMs: patient, maxAgeMs: 3 * day },
  build,
  judge,
  errors,
  /** Klaviyo knows an event by its unique_id, and writes a profile over what it has. */
  mayRepeat: () => true,
  examples
}
