import type { Kind } from '../kind.ts'
import { look, resolve } from './domain-api.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { build, mayRepeat } from './report.ts'
import { before, check, settings } from './settings.ts'
import { targets } from './targets.ts'

const minute = 60_000

/** LivePerson's Monitoring API: what a visitor does, for those who talk with them. */
export const liveperson: Kind = {
  type: 'liveperson',
  name: 'LivePerson',
  description:
    'Tells Conversational Cloud what each visitor looks at, searches, puts into the cart and buys, so that agents and campaigns know it.',
  category: 'chat',
  website: 'https://developers.liveperson.com/monitoring-api-overview.html',
  before,
  settings,
  check,
  presets,
  targets,
  consentCategories: ['marketing'],
  delivering: given => ({
    concurrency: 8,
    timeoutMs: 10_000,
    // LivePerson’s own numbers for 5xx and for an account that is loading.
    retryAfterMs: [3_000, 10_000, 30_000, 90_000],
    maxAgeMs: Number(given.max_age_minutes ?? 60) * minute,
    together: { of: 'visitor', most: 50, forMs: 1_000 }
  }),
  prepare: { forMs: 60 * minute, look },
  resolve,
  build,
  judge,
  errors,
  mayRepeat,
  examples
}
