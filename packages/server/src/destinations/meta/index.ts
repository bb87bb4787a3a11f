import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const meta: Kind = {
  type: 'meta',
  name: 'Meta Conversions API',
  description: 'Conversions for Facebook and Instagram advertisements, with what is personal hashed.',
  category: 'advertising',
  website: 'https://developers.facebook.com/docs/marketing-api/conversions-api/',
  before: [
    'Meta takes a conversion with the address of its page and the browser’s user agent. Where your workspace keeps none, or a rule below drops it, nothing can be sent.',
    'Where the pixel runs on the same page, give it the id of the event as eventID: Meta counts both once, for 48 hours.',
    'Events older than seven days are not taken.'
  ],
  settings,
  presets,
  targets,
  consentCategories: ['advertising'],
  delivering: {
    concurrency: 4,
    timeoutMs: 10_000,
    retryAfterMs: patient,
    maxAgeMs: 7 * day,
    // Meta takes 1,000; with fewer, one bad event costs less.
    together: { of: 'all', most: 100, forMs: 200 }
  },
  build,
  judge,
  errors,
  /** Meta leaves out the second of the same event_id and event_name. */
  mayRepeat: () => true,
  examples
}
