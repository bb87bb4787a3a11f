import type { Filter, Operator } from '@foyer/protocol'
import { isOperator } from './read-filters.ts'

/** Of a report that knows less than the events do: what it can be narrowed by. */
export type Among = { fields: readonly string[]; operators: readonly Operator[] }

/** Filters are the same on every page; those that this report can answer, and how many it leaves out. */
export function narrowedTo(filters: readonly Filter[], among: Among): { held: Filter[]; left: number } {
  const isOne = (one: object) =>
    'property' in one &&
    among.fields.some(field => field === one.property) &&
    (!('op' in one) || (isOperator(one.op) && among.operators.includes(one.op)))
  const held = filters.filter(filter =>
    'any' in filter
      ? filter.any.every(member => ('all' in member ? member.all.every(isOne) : isOne(member)))
      : isOne(filter)
  )
  return { held, left: filters.length - held.length }
}
