import type { Mapping, MappingRule } from '@foyer/protocol'
import type { Mapped, OutgoingEvent } from '../kind.ts'
import { condition, type Holds } from './condition.ts'
import { freshEffort, isSpent } from './effort.ts'
import type { Scope } from './read-path.ts'
import { fieldsOf } from './value.ts'

type Rule = {
  name: string
  to: string
  where: Holds[]
  /** Those that can be answered before anything is known of the visitor but the id. */
  before: Holds[]
  fields: (scope: Scope) => Record<string, unknown>
}
/** In the order of the mapping: those for any name of a type, and for each name that a rule names, those that may want it. */
type OfType = { any: Rule[]; named: Map<string, Rule[]> }
type Ready = { types: Map<string, OfType>; otherTypes: OfType }

/** A mapping is read once for all its events: one object stands for one revision, and nobody changes it. */
const ready = new WeakMap<Mapping, Ready>()

function readied(mapping: Mapping): Ready {
  const known = ready.get(mapping)
  if (known) return known
  const on = mapping.rules.filter(rule => rule.enabled !== false).map(rule => ({ on: rule.on, rule: readRule(rule) }))
  const ofType = (type: string | undefined): OfType => {
    const here = on.filter(({ on: { types } }) => !types || (type !== undefined && types.includes(type)))
    const rulesFor = (name: string | undefined) =>
      here.filter(({ on: { names } }) => !names || (name !== undefined && names.includes(name))).map(one => one.rule)
    const names = new Set(here.flatMap(one => one.on.names ?? []))
    return { any: rulesFor(undefined), named: new Map([...names].map(name => [name, rulesFor(name)])) }
  }
  const types = new Set(on.flatMap(one => one.on.types ?? []))
  const made = { types: new Map([...types].map(type => [type, ofType(type)])), otherTypes: ofType(undefined) }
  ready.set(mapping, made)
  return made
}

function readRule({ name, to, where = [], fields }: MappingRule): Rule {
  const asks = where.map(one => ({ isOfVisitor: /^visitor($|\.(?!id$))/.test(one.path), holds: condition(one) }))
  return {
    name,
    to,
    where: asks.map(one => one.holds),
    before: asks.filter(one => !one.isOfVisitor).map(one => one.holds),
    fields: fieldsOf(fields)
  }
}

function candidates(mapping: Mapping, event: OutgoingEvent): readonly Rule[] {
  const { types, otherTypes } = readied(mapping)
  const { any, named } = types.get(event.type) ?? otherTypes
  return named.get(event.name) ?? any
}

/**
 * Whether any rule may want such an event. Asked of every event that arrives, once for each destination, before the visitor is looked up:
 * a condition on the visitor is left for the sending.
 */
export function mayWant(mapping: Mapping, event: OutgoingEvent): boolean {
  const rules = candidates(mapping, event)
  if (rules.length === 0 || rules.some(rule => rule.before.length === 0)) return rules.length > 0
  const scope = { event, effort: freshEffort() }
  return rules.some(rule => rule.before.every(holds => holds(scope)))
}

/** What a mapping makes of an event: nothing where no rule fits. Pure; never throws, and ends soon, whatever the event holds. */
export function applyMapping(mapping: Mapping, event: OutgoingEvent): Mapped[] {
  const rules = candidates(mapping, event)
  if (rules.length === 0) return []
  const scope = { event, effort: freshEffort() }
  return rules
    .filter(rule => rule.where.every(holds => holds(scope)))
    .map(rule => {
      const fields = rule.fields(scope)
      const isTooLarge = isSpent(scope.effort)
      return { rule: rule.name, to: rule.to, fields, event, ...(isTooLarge ? { isTooLarge } : {}) }
    })
}
