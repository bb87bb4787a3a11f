import { type EventChoice, type FunnelStep, operatorOf, sentEventTypes } from '@foyer/protocol'

const types: readonly string[] = [...sentEventTypes, 'conversation']
const namedTypes: readonly string[] = ['track', 'conversation', 'screen', 'group']

/** One event may be both steps, as far as the question itself tells. */
export const mayBeOne = (one: FunnelStep, other: FunnelStep): boolean =>
  choicesOf(one).some(first => choicesOf(other).some(second => !areApart(first, second)))

const choicesOf = (step: FunnelStep): EventChoice[] => [step, ...(step.anyOf ?? [])]

function areApart(one: EventChoice, other: EventChoice): boolean {
  const [ofType, ofOther] = [typeOf(one), typeOf(other)]
  if (ofType && ofOther && ofType !== ofOther) return true
  if ((ofType && !ofOther && !namedTypes.includes(ofType)) || (ofOther && !ofType && !namedTypes.includes(ofOther)))
    return true
  const [name, otherName] = [nameOf(one), nameOf(other)]
  if (name !== undefined && otherName !== undefined && name !== otherName) return true
  return isSets(one).some(([property, values]) =>
    isSets(other).some(([same, others]) => same === property && !values.some(value => others.includes(value)))
  )
}

const typeOf = ({ event }: EventChoice) => (types.includes(event) ? event : undefined)
const nameOf = (choice: EventChoice) => (typeOf(choice) ? choice.name || undefined : choice.event)

/** The values each property must be one of. */
const isSets = ({ where }: EventChoice): [string, string[]][] =>
  (where ?? []).flatMap(({ property, op, value }): [string, string[]][] =>
    operatorOf(op ?? 'is') === 'is' && value !== undefined
      ? [[property, (Array.isArray(value) ? value : [value]).map(String)]]
      : []
  )

/** Steps that hang together because one event may be several of them. */
export function groupsOf(steps: FunnelStep[]): number[][] {
  const groups: number[][] = []
  for (const [index, step] of steps.entries()) {
    const touched = groups.filter(group => group.some(place => mayBeOne(steps[place] ?? step, step)))
    for (const group of touched) groups.splice(groups.indexOf(group), 1)
    groups.push([...touched.flat(), index])
  }
  return groups
}
