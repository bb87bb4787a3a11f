import { mayBeOne } from './overlap.ts'
import { isNot, maskOf, startSql, type Walk, type Walked } from './packing.ts'
import type { Funnel } from './spec.ts'

/**
 * The steps in their order, with others between (`ordered`) or none (`strict`). For each step `reach` holds, at each event that completes it,
 * the event that began the attempt which came there: of all that could have, the one that began last, for it has the most of its window
 * left. What follows a step goes on from the last of these before it. 1 stands where an exclusion ended all attempts that stood there; as it
 * is no first step either, nothing goes on from it.
 */
export function inOrderSql({ funnel, packing, isTooLate }: Walk, people: string): Walked {
  const { steps } = funnel
  const stepBit = (step: number) => packing.step(step)
  let keys = 'keys0'
  const keysOf: string[] = []
  let sql = `SELECT *, keys AS keys0 FROM (${people})`
  const add = (columns: string[]) => {
    sql = `SELECT *, ${columns.join(', ')} FROM (${sql})`
  }
  /** What can go on to a later step, by where it stands and where it goes; the column is in line with `keys`. */
  let open: { from: number; to: number; column: string }[] = []
  for (let step = 0; step < steps.length; step += 1) {
    const froms = [...new Set(open.filter(one => one.to === step).map(one => one.column))]
    // What was filled from the events themselves begins with one that may be no first step.
    const starts = froms.map(from => `if(${isNot(from, stepBit(0))}, 0, ${from})`)
    const start = starts.length === 1 ? (starts[0] ?? '') : `greatest(${starts.join(', ')})`
    if (step > 0)
      add([
        `arrayMap((key, ${froms.join(', ')}) -> if(${isNot('key', stepBit(step))} OR ${isTooLate('key', start)}, 0, ${start}),
            ${keys}, ${froms.join(', ')}) AS reach${step + 1}`
      ])
    keysOf.push(keys)
    open = open.filter(one => one.to > step)
    const columns = new Map<string, string>()
    for (let to = step + 1; to < steps.length && step >= (funnel.before[to] ?? 0); to += 1) {
      const standing = standingSql(funnel, packing, step, to, keys)
      const column = columns.get(standing) ?? `from${step + 1}x${columns.size}`
      columns.set(standing, column)
      open.push({ from: step, to, column })
    }
    if (columns.size === 0) continue
    add([...columns].map(([standing, column]) => `${standing} AS ${column}`))
    // Whatever cannot be a later step has done its part: most of a funnel's events are of its first step.
    const isShorter = funnel.order !== 'strict' && !steps[step]?.optional && step + 1 < steps.length
    if (!isShorter) continue
    const later = maskOf(steps.map((_, index) => stepBit(index)).slice(step + 1))
    const ending = maskOf(packing.groups.map((_, group) => packing.exclusion(group)))
    const stays = `bitAnd(key, ${later}) != ${later}${ending === 0n ? '' : ` OR bitAnd(key, ${ending}) != 0`}`
    const left = `keys${step + 1}`
    add([
      `arrayFilter(key -> ${stays}, ${keys}) AS ${left}`,
      ...[...columns.values()].map(
        column => `arrayFilter((start, key) -> ${stays}, ${column}, ${keys}) AS ${column}left`
      )
    ])
    keys = left
    open = open.map(one => ({ ...one, column: `${one.column}left` }))
  }
  const later = steps.map((_, index) => index + 1).slice(1)
  add([
    `arrayFirst(key -> NOT ${isNot('key', stepBit(0))}, keys0) AS first1`,
    ...later.map(step => `arrayFirst(start -> start > 1, reach${step}) AS first${step}`)
  ])
  add([`${startSql(steps.length)} AS start`])
  add(['start AS did1', ...later.map(step => `${keysOf[step - 1]}[indexOf(reach${step}, start)] AS did${step}`)])
  return {
    sql,
    firstDone: step =>
      step === 1 ? 'first1' : `${keysOf[step - 1]}[arrayFirstIndex(start -> start > 1, reach${step})]`
  }
}

/** At each event, from where an attempt that stands at a step before it may go on to another. */
function standingSql(funnel: Funnel, packing: Walk['packing'], from: number, to: number, keys: string): string {
  const ended = maskOf([
    ...(funnel.order === 'strict' ? [packing.anything] : []),
    ...packing.groups.flatMap((after, group) =>
      after === undefined || (after > from && after <= to) ? [packing.exclusion(group)] : []
    )
  ])
  const isFirst = `NOT ${isNot('key', packing.step(0))}`
  if (ended !== 0n) {
    const gone = `if(bitAnd(key, ${ended}) != 0, 1, 0)`
    return from === 0
      ? `arrayShiftRight(arrayFill(start -> start != 0, arrayMap(key -> if(${isFirst}, key, ${gone}), ${keys})), 1)`
      : `arrayShiftRight(arrayFill(start -> start != 0,
          arrayMap((key, start) -> if(start != 0, start, ${gone}), ${keys}, reach${from + 1})), 1)`
  }
  const filled =
    from === 0 ? `arrayFill(key -> ${isFirst}, ${keys})` : `arrayFill(start -> start != 0, reach${from + 1})`
  const [before, after] = [funnel.steps[from], funnel.steps[to]]
  // An event that cannot be both holds what stood before it anyhow.
  return before && after && !mayBeOne(before, after) ? filled : `arrayShiftRight(${filled}, 1)`
}
