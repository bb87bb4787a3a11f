import type { Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { judge } from './judge.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

const longest = 900

export const s3: Kind = {
  type: 's3',
  name: 'S3 and stores like it',
  description: 'Files of events for a warehouse, as NDJSON or Parquet, in folders by day and hour.',
  category: 'storage',
  website: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html',
  before: [
    'Make a user of its own that may do s3:PutObject in this bucket, and nothing else.',
    'After a failure the same events may stand in two files: keep one row of each id.'
  ],
  settings,
  check: ({ seconds }) =>
    typeof seconds === 'number' && seconds >= 1 && seconds <= longest
      ? []
      : [{ key: 'seconds', message: `Events are gathered for 1 to ${longest} seconds.` }],
  presets,
  targets,
  consentCategories: ['analytics'],
  delivering: ({ seconds }) => ({
    // One file at a time, and so one for each span of time: what reads them wants few and large ones.
    concurrency: 1,
    timeoutMs: 60_000,
    retryAfterMs: patient,
    maxAgeMs: 7 * day,
    together: { of: 'all', most: 2_000, forMs: Number(seconds) * 1_000 }
  }),
  build,
  judge,
  errors,
  /** It is written over what is there. */
  mayRepeat: () => true,
  examples
}
