import { type Condition, type Filter, operatorOf } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Query } from '../language/query.ts'

/** What a request and an event both tell of their sender, and what only a request has. `source` of an event is where a visit came from. */
const columns: Readonly<Record<string, string>> = {
  country: 'country',
  browser: 'browser',
  os: 'os',
  endpoint: 'endpoint',
  method: 'method',
  status: 'toString(status)',
  error: 'error'
}
const operators = ['is', 'isNot', 'contains', 'notContains', 'startsWith', 'isSet', 'isNotSet'] as const

/** A filter of a list of endpoints: alternatives of conditions on what the log holds. */
export function requestFilter(query: Query, filter: Filter, at: string): string {
  if (!('any' in filter)) return one(query, filter, at)
  const members = filter.any.map((member, index) =>
    'all' in member
      ? `(${member.all.map((part, place) => one(query, part, `${at}.any.${index}.all.${place}`)).join(' AND ')})`
      : one(query, member, `${at}.any.${index}`)
  )
  return `(${members.join(' OR ')})`
}

function one(query: Query, filter: Condition | object, at: string): string {
  if (!('property' in filter))
    throw refused(at, `must be a condition on one of ${Object.keys(columns).join(', ')} here`)
  const { property, op = 'is', value } = filter
  const column = Object.hasOwn(columns, property) ? columns[property] : undefined
  if (column === undefined)
    throw refused(`${at}.property`, `must be one of ${Object.keys(columns).join(', ')} here: a request is no event`)
  const operator = operators.find(known => known === operatorOf(op))
  if (!operator) throw refused(`${at}.op`, `must be one of ${operators.join(', ')} here`)
  if (operator === 'isSet') return `${column} != ''`
  if (operator === 'isNotSet') return `${column} = ''`
  if (value === undefined) throw refused(`${at}.value`, 'is missing')
  const values = query.bind((Array.isArray(value) ? value : [value]).map(String), 'Array(String)')
  const is = {
    is: `has(${values}, ${column})`,
    isNot: `NOT has(${values}, ${column})`,
    contains: `arrayExists(part -> positionCaseInsensitiveUTF8(${column}, part) > 0, ${values})`,
    notContains: `NOT arrayExists(part -> positionCaseInsensitiveUTF8(${column}, part) > 0, ${values})`,
    startsWith: `arrayExists(part -> startsWith(${column}, part), ${values})`
  }
  return is[operator]
}

const refused = (field: string, what: string) => new AppError('invalid', `${field} ${what}.`, { field })
