import { bodyOf, judgeByTable } from '../error-table.ts'
import { textOf } from '../fields.ts'
import type { Answer, Kind } from '../kind.ts'
import { day, patient } from '../pace.ts'
import { build } from './build.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { presets } from './presets.ts'
import { settings } from './settings.ts'
import { targets } from './targets.ts'

export const slack: Kind = {
  type: 'slack',
  name: 'Slack',
  description: 'Writes a message to a channel when something happens. Mattermost and Rocket.Chat take the same.',
  category: 'team',
  website: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/',
  before: ['Slack takes about one message a second for a channel: choose what is worth a message.'],
  settings,
  presets,
  targets,
  consentCategories: ['functional'],
  delivering: { concurrency: 1, perSecond: 1, timeoutMs: 10_000, retryAfterMs: patient, maxAgeMs: day },
  build,
  judge: (answer, _mapped, at) =>
    answer.status < 300 ? { is: 'delivered' } : judgeByTable(errors, answer, words(answer), at.now, 'Slack'),
  errors,
  /** Nothing in a message tells Slack that it was there before. */
  mayRepeat: () => false,
  examples
}

/** Plain text from Slack; JSON with `error` where another speaks its protocol. */
const words = (answer: Answer) => [answer.body.trim(), textOf(bodyOf(answer).error)]
