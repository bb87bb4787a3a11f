import { AppError } from '../../http/index.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { groupsOf } from './overlap.ts'
import type { Funnel } from './spec.ts'

/**
 * How an event of somebody is told in one number of 64 bits: its time, which steps it is and which exclusions.
 * The numbers of a person sorted are their events in order, and of one millisecond those of an earlier step come first: a step's bit is 0
 * where the event is that step. Where one event may be several, their `rank` says it. Such an array is sorted and walked twice as fast
 * as one of tuples.
 */
export type Packing = {
  timeShift: number
  /** Times count from here: so long before the span that 0 and 1 lie outside of any window. */
  baseMs: number
  /** Places of the bits. */
  rank: number | undefined
  step(step: number): number
  exclusion(group: number): number
  /** Set on whatever may not lie between two steps in strict order. */
  anything: number
  /** The exclusions of one bit: those that hold after the same step; undefined for those of the whole. */
  groups: (number | undefined)[]
}

export function packingOf(funnel: Funnel, span: Pick<Span, 'fromMs' | 'toMs'>): Packing {
  const groups = [...new Set(funnel.exclude.map(one => one.after))]
  const firstGroup = funnel.order === 'strict' ? 1 : 0
  const rank = firstGroup + groups.length + funnel.steps.length
  const isRanked = groupsOf(funnel.steps).length < funnel.steps.length
  const timeShift = rank + (isRanked ? Math.ceil(Math.log2(2 * funnel.steps.length + 1)) : 0)
  const timeBits = Math.ceil(Math.log2(span.toMs - span.fromMs + 2 * funnel.windowMs + 4))
  // One bit is left free, for the difference of two is signed.
  if (timeShift + timeBits > 63)
    throw new AppError(
      'invalid',
      'steps and exclude are too many for so long a time. Ask about a shorter time, or with fewer of them.',
      { field: 'steps' }
    )
  return {
    timeShift,
    baseMs: span.fromMs - funnel.windowMs - 2,
    rank: isRanked ? rank : undefined,
    step: step => rank - 1 - step,
    exclusion: group => firstGroup + group,
    anything: 0,
    groups
  }
}

/** What the steps are walked with. */
export type Walk = {
  funnel: Funnel
  packing: Packing
  /** SQL: an event lies too long after another for the window. */
  isTooLate(event: string, start: string): string
}

export function walkOf(query: Query, funnel: Funnel, packing: Packing): Walk {
  const window = `bitShiftLeft(toInt64(${query.bind(funnel.windowMs + 1, 'Int64')}), ${packing.timeShift})`
  const rest = 2n ** BigInt(packing.timeShift) - 1n
  // With all bits below the time set, the difference of two has the difference of the times on top.
  return { funnel, packing, isTooLate: (event, start) => `bitOr(${event}, ${rest}) - ${start} >= ${window}` }
}

/**
 * What was found of a person: `start`, and for each step the columns `first` (of the attempts that came there, the start of the one that did
 * so first; 0 for none), `did` (its event in the attempt that is told of; 0 for none) and SQL for when they first came there at all.
 */
export type Walked = { sql: string; firstDone(step: number): string }

/** The attempt that is told of began where the one did that came farthest, and of those the first to get there; 1 where none did. */
export const startSql = (steps: number): string => {
  const from = Array.from({ length: steps }, (_, index) => steps - index)
  return `multiIf(${from.map(step => `first${step} != 0, first${step}`).join(', ')}, 1)`
}

/** SQL: an event is not the step of this bit. `bitTest` takes a tenth of a funnel more. */
export const isNot = (event: string, bit: number): string => `(bitAnd(${event}, ${2n ** BigInt(bit)}) != 0)`

export const maskOf = (places: number[]): bigint => places.reduce((mask, place) => mask | (1n << BigInt(place)), 0n)
