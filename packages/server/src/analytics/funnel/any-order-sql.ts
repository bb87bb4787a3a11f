import { AppError } from '../../http/index.ts'
import { groupsOf } from './overlap.ts'
import { maskOf, startSql, type Walk, type Walked } from './packing.ts'

/** Each set of steps that one event may be is looked at: 2⁶ for six of them. */
const mostOfOneKind = 6

/**
 * The steps in whatever order: a step is reached once it and all that count before it were done within one window. At each event, `last` is the
 * event a step was last done by; the earliest of these is the latest an attempt can have begun that is complete here. Where one event may be
 * several steps, no set of steps may have fewer events than steps (Hall): of `n` of them together, the `n`th last event that is any.
 */
export function anyOrderSql({ funnel, packing, isTooLate }: Walk, people: string): Walked {
  const { steps } = funnel
  const lasts = groupsOf(steps)
    .flatMap(subsetsOf)
    .map((set, index) => {
      const mask = maskOf(set.map(packing.step))
      let last = lastSql(mask, 'keys')
      for (let count = 1; count < set.length; count += 1) last = lastSql(mask, `arrayShiftRight(${last}, 1)`)
      return { set, sql: `${last} AS last${index}`, name: `last${index}` }
    })
  const exclusions = maskOf(packing.groups.map((_, group) => packing.exclusion(group)))
  // What is a step itself ends nothing.
  const all = maskOf(steps.map((_, step) => packing.step(step)))
  const ended =
    exclusions === 0n
      ? []
      : [
          `arrayFill(ended -> ended != 0, arrayMap(key -> if(bitAnd(key, ${exclusions}) != 0 AND bitAnd(key, ${all}) = ${all}, key, 0), keys)) AS ended`
        ]
  const reaches = steps.map((_, step) => {
    const needed = new Set([step])
    for (let before = funnel.before[step] ?? -1; before >= 0; before = funnel.before[before] ?? -1) needed.add(before)
    const names = lasts.filter(({ set }) => set.every(one => needed.has(one))).map(({ name }) => name)
    const start = names.length === 1 ? (names[0] ?? '') : `least(${names.join(', ')})`
    const read = [...names, ...(ended.length === 0 ? [] : ['ended'])].join(', ')
    const isOver = ended.length === 0 ? '' : ` OR ${start} <= ended`
    return `arrayMap((key, ${read}) -> if(${isTooLate('key', start)}${isOver}, 0, ${start}), keys, ${read}) AS reach${step + 1}`
  })
  const numbers = steps.map((_, index) => index + 1)
  const did = (step: number) =>
    `keys[arrayFirstIndex(reach -> reach >= start, reach${step})] AS found${step}, if(${isTooLate(`found${step}`, 'start')}, 0, found${step}) AS did${step}`
  return {
    sql: `SELECT *, ${numbers.map(did).join(', ')}
      FROM (SELECT *, ${startSql(steps.length)} AS start
      FROM (SELECT *, ${numbers.map(step => `arrayFirst(start -> start > 0, reach${step}) AS first${step}`).join(', ')}
      FROM (SELECT *, ${reaches.join(', ')} FROM (SELECT *, ${[...lasts.map(last => last.sql), ...ended].join(', ')} FROM (${people})))))`,
    firstDone: step => `keys[arrayFirstIndex(start -> start > 0, reach${step})]`
  }
}

/** At each event, what `value` was at the last one up to it that is any of the steps. */
const lastSql = (mask: bigint, value: string) =>
  `arrayFill(last -> last != 0, arrayMap((key, value) -> if(bitAnd(key, ${mask}) != ${mask}, value, 0), keys, ${value}))`

function subsetsOf(group: number[]): number[][] {
  if (group.length > mostOfOneKind)
    throw new AppError(
      'invalid',
      `order: any can have ${mostOfOneKind} steps at most that one event may be at once. Steps ${group.map(step => step + 1).join(', ')} are not kept apart by their event, name or "is" conditions.`,
      { field: 'order' }
    )
  const sets: number[][] = []
  for (let bits = 1; bits < 2 ** group.length; bits += 1) sets.push(group.filter((_, index) => bits & (1 << index)))
  return sets
}
