import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { alike, build, secretInAddress } from './build.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const ga4: Kind = {
  type: 'ga4',
  name: 'Google Analytics 4',
  description: 'Events and purchases through the Measurement Protocol, in Google’s recommended names.',
  category: 'analytics',
  website: 'https://developers.google.com/analytics/devguides/collection/protocol/ga4',
  before: [
    'Google answers every event with success, even a wrong API secret: “delivered” means that it was received. The test button asks Google’s validation, which looks at the form of an event and counts nothing.',
    'Events older than 72 hours are not taken.',
    'To join these events with those of the Google tag on the same page, pass the tag’s client id along as context.ga.client_id.'
  ],
  settings,
  presets,
  targets,
  consentCategories: ['analytics'],
  delivering: {
    concurrency: 8,
    timeoutMs: 10_000,
    retryAfterMs: patient,
    maxAgeMs: 3 * day,
    together: { of: 'visitor', most: 25, forMs: 1_000 }
  },
  build,
  alike,
  judge,
  hides: given => [secretInAddress(given)],
  /** A purchase is counted once for its transaction; anything else as often as it is sent. */
  mayRepeat: mapped => mapped.every(one => one.to === 'purchase'),
  examples
}
