import { judgeByTable } from '../error-table.ts'
import type { Answer, Kind, Verdict } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { basic, build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const segment: Kind = {
  type: 'segment',
  name: 'Segment, RudderStack, Jitsu',
  description: 'Hands events on to anything that takes the Segment HTTP API, many in a request.',
  category: 'analytics',
  website: 'https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/',
  before: [
    'Segment answers 200 to every event it can read, even to a write key it does not know: look into its debugger after the first test.',
    'Events sent twice are told by their messageId. Segment and Jitsu leave out the second; RudderStack only where deduplication is turned on.'
  ],
  settings,
  presets,
  targets,
  consentCategories: ['analytics'],
  delivering: {
    concurrency: 4,
    timeoutMs: 10_000,
    retryAfterMs: patient,
    maxAgeMs: 3 * day,
    together: { of: 'all', most: 100, forMs: 200 }
  },
  build,
  judge: (answer, _mapped, at) => withReset(judgeByTable(errors, answer, [], at.now, 'The server'), answer),
  errors,
  hides: given => [basic(given)],
  mayRepeat: () => true,
  examples
}

/** Segment says in `X-RateLimit-Reset` when it takes more, in seconds, where it does not say Retry-After. */
function withReset(verdict: Verdict, answer: Answer): Verdict {
  const seconds = Number(answer.headers['x-ratelimit-reset'])
  if (answer.status !== 429 || verdict.is !== 'retry' || verdict.afterMs !== undefined) return verdict
  // Some send the moment, and not how long it is until then.
  return seconds > 0 && seconds < 86_400 ? { ...verdict, afterMs: seconds * 1000 } : verdict
}
