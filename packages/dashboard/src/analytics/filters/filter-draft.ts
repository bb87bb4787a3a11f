import type { Condition, Filter, OneFilter } from '@foyer/protocol'
import { valuesOf } from './filter-words.ts'
import { takesDay, takesNoValue, takesNumber } from './operators.ts'
import { isOperator } from './read-filters.ts'

/** A filter while it is being written: alternatives, of each of which all parts hold. */
type FilterDraft = OneFilter[][]

export const draftOf = (filter: Filter): FilterDraft =>
  'any' in filter ? filter.any.map(member => ('all' in member ? member.all : [member])) : [[filter]]

/** Without what has not been finished. One alternative is as many filters as it has parts. */
export function filtersOf(draft: FilterDraft): Filter[] {
  const [first = [], ...more] = draft.map(parts => parts.filter(isFinished)).filter(parts => parts.length > 0)
  if (more.length === 0) return first
  return [{ any: [first, ...more].map(parts => (parts.length === 1 && parts[0] ? parts[0] : { all: parts })) }]
}

export function isFinished(part: OneFilter): boolean {
  if ('segment' in part) return part.segment !== ''
  if ('did' in part) return part.did.event !== '' && (part.did.where ?? []).every(isFinishedCondition)
  return isFinishedCondition(part)
}

export function isFinishedCondition({ property, op = 'is', value }: Condition): boolean {
  if (property === '' || !isOperator(op)) return false
  if (takesNoValue(op)) return true
  const values = valuesOf(value)
  if (takesNumber(op)) return values.length === 1 && values[0]?.trim() !== '' && Number.isFinite(Number(values[0]))
  if (takesDay(op)) return values.length === 1 && !Number.isNaN(Date.parse(values[0] ?? ''))
  return values.length > 0
}
