import type { FunnelAnswer, FunnelStep } from '@foyer/protocol'
import type { FunnelRow } from './funnel-sql.ts'
import { ladderOf } from './ladder.ts'
import type { Funnel } from './spec.ts'

type Part = Pick<FunnelAnswer, 'steps' | 'conversion' | 'timeToConvert'>

const noRow: FunnelRow = {
  place: 0,
  value: '',
  bucket: '',
  people: [],
  medians: [],
  averages: [],
  converted: [],
  rungs: [[], []]
}

/** Of some people: how far they came. */
export function partOf(funnel: Funnel, row: FunnelRow = noRow): Part {
  const people = funnel.steps.map((_, index) => row.people[index] ?? 0)
  const [began = 0] = people
  return {
    steps: funnel.steps.map((step, index) => {
      const count = people[index] ?? 0
      const before = index === 0 ? count : (people[funnel.before[index] ?? 0] ?? 0)
      return {
        label: labelOf(step),
        count,
        rate: share(count, began),
        rateFromPrevious: share(count, before),
        dropped: before - count,
        ...seconds('medianSeconds', row.medians[index - 1]),
        ...seconds('averageSeconds', row.averages[index - 1])
      }
    }),
    conversion: share(people.at(-1) ?? 0, began),
    timeToConvert: timeToConvertOf(funnel, row)
  }
}

function timeToConvertOf(funnel: Funnel, row: FunnelRow): Part['timeToConvert'] {
  const [starts, people] = row.rungs
  const rungs = new Map(starts.map((start, index) => [start, people[index]]))
  const bars = ladderOf(funnel.windowMs).map(({ fromMs, toSeconds }) => ({
    fromSeconds: fromMs / 1_000,
    toSeconds,
    people: rungs.get(fromMs) ?? 0
  }))
  const [first, last] = [bars.findIndex(bar => bar.people > 0), bars.findLastIndex(bar => bar.people > 0)]
  const [median, p90] = row.converted
  return {
    ...seconds('medianSeconds', median),
    ...seconds('p90Seconds', p90),
    // Empty bars between say something, those before the quickest and after the slowest do not.
    buckets: first === -1 ? [] : bars.slice(first, last + 1)
  }
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

const seconds = <Name extends string>(name: Name, ms: number | null | undefined): Partial<Record<Name, number>> => {
  const named: Partial<Record<Name, number>> = {}
  if (ms !== null && ms !== undefined) named[name] = ms / 1_000
  return named
}

/** A step by what the question calls it, else by the event it is. */
function labelOf(step: FunnelStep): string {
  if (step.label) return step.label
  return [step, ...(step.anyOf ?? [])].map(choice => choice.label || choice.name || choice.event).join(' or ')
}
