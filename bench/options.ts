import { join } from 'node:path'
import { parseArgs } from 'node:util'

export type Options = {
  scenarios: string[]
  /** Short runs on little data: shows that the bench works, not how fast Foyer is. */
  quick: boolean
  /** How many events lie in the stores while reading is measured. */
  sizes: number[]
  rounds: number
  seconds: number
  warmUpSeconds: number
  /** For how long a destination answers nobody. */
  outageSeconds: number
  /** Where Foyer leaves a profile of its processor time, when one is wanted. */
  profiles: string | undefined
}

export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      events: { type: 'string' },
      outage: { type: 'string' },
      profile: { type: 'boolean' }
    }
  })
  const quick = values.quick === true
  const events = values.events?.split(',').map(text => Number(text.replaceAll('_', '')))
  if (events?.some(count => !Number.isInteger(count) || count < 1000))
    throw new Error('--events takes one or more whole numbers from 1000, separated by commas.')
  const outageSeconds = Number(values.outage ?? (quick ? 5 : 60))
  if (!(outageSeconds >= 1 && outageSeconds <= 86_400)) throw new Error('--outage takes seconds, from 1 to a day.')
  return {
    scenarios: positionals,
    quick,
    sizes: events ?? (quick ? [20_000] : [1_000_000, 10_000_000]),
    rounds: quick ? 1 : 3,
    seconds: quick ? 2 : 10,
    warmUpSeconds: quick ? 1 : 6,
    outageSeconds,
    profiles: values.profile ? join(import.meta.dirname, 'results', 'profiles') : undefined
  }
}
