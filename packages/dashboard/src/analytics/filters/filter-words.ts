import type { Condition, Did, EventChoice, Filter, OneFilter } from '@foyer/protocol'
import { count, counted } from '../../words/numbers.ts'
import { eventWords, fieldLabel, valueLabel } from './fields.ts'
import { operatorWords, takesNoValue } from './operators.ts'
import { isOperator } from './read-filters.ts'

export type SegmentName = (id: string) => string

/** A filter as a sentence: what its chip says. */
export function filterText(filter: Filter, segmentName: SegmentName): string {
  if (!('any' in filter)) return oneText(filter, segmentName)
  return filter.any
    .map(member =>
      'all' in member ? member.all.map(part => oneText(part, segmentName)).join(' and ') : oneText(member, segmentName)
    )
    .join(', or ')
}

function oneText(filter: OneFilter, segmentName: SegmentName): string {
  if ('did' in filter) return didText(filter)
  if ('segment' in filter) return `${filter.not ? 'Not in' : 'In'} ${segmentName(filter.segment)}`
  return conditionText(filter)
}

export function conditionText({ property, op = 'is', value }: Condition): string {
  const operator = isOperator(op) ? op : 'is'
  const begin = `${fieldLabel(property)} ${operatorWords[operator]}`
  if (takesNoValue(operator)) return begin
  const values = valuesOf(value).map(one => valueLabel(property, one))
  const shown = values.slice(0, 3).join(' or ')
  return `${begin} ${shown}${values.length > 3 ? ` or ${count(values.length - 3)} more` : ''}`
}

const timesWords = { atLeast: 'at least', atMost: 'at most', exactly: 'exactly' } as const

function didText({ did, times, withinDays, not }: Did): string {
  const often = times ? ` ${timesWords[times.op]} ${counted(times.count, 'time')}` : ''
  const when = withinDays === undefined ? '' : ` in the last ${counted(withinDays, 'day')}`
  return `${not ? 'Did not do' : 'Did'} ${choiceText(did)}${often}${when}`
}

export function choiceText({ event, name, label, where = [] }: EventChoice): string {
  const own = label ?? name ?? eventWords[event] ?? event
  return where.length === 0 ? own : `${own} where ${where.map(conditionText).join(' and ')}`
}

export const valuesOf = (value: Condition['value']): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)
