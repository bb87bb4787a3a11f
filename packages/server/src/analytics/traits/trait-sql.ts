import { type Condition, operatorOf } from '@foyer/protocol'
import { conditionSql } from '../language/condition.ts'
import type { Query } from '../language/query.ts'
import type { Scope, TraitAsked } from '../language/where.ts'
import { personKey } from '../language/who.ts'
import type { Brought } from './brought.ts'

type Of = Pick<Scope, 'workspaceNumber' | 'joins'>

const rows = (query: Query, { workspaceNumber }: Of, key: string, { version }: Brought) =>
  `FROM trait_values WHERE workspace = ${query.bind(workspaceNumber, 'UInt32')} AND key = ${query.bind(key, 'String')} AND version = ${query.bind(version, 'UInt64')}`

/** Whoever has no value has none in the table: a condition that '' fits is put as what they must not be among. */
export function traitFitsSql(
  query: Query,
  of: Of,
  { condition, key, where, timezone }: TraitAsked,
  brought: Brought,
  who: string
): string {
  const fits = conditionSql(query, 'value', condition, where, timezone)
  const among = (what: string) => `(SELECT who ${rows(query, of, key, brought)} AND ${what})`
  return fitsNothing(condition) ? `${who} NOT IN ${among(`NOT (${fits})`)}` : `${who} IN ${among(`(${fits})`)}`
}

/** The value of an event's person; '' where there is none. Looked up from memory, as joins are (`personKey`). */
export function traitOfSql(query: Query, of: Of, key: string, brought: Brought, who?: string): string {
  const column = (name: string) =>
    `(SELECT groupArray(${name}) FROM (SELECT who, value ${rows(query, of, key, brought)} ORDER BY who))`
  return `transform(${who ?? personKey(query, of.workspaceNumber, of.joins)}, ${column('who')}, ${column('value')}, '')`
}

/** Whether a condition holds for somebody of whom nothing is known. */
export function fitsNothing({ op = 'is', value }: Condition): boolean {
  const values = (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(String)
  switch (operatorOf(op)) {
    case 'isNotSet':
      return true
    case 'is':
    case 'contains':
    case 'startsWith':
      return values.includes('')
    case 'isNot':
    case 'notContains':
      return !values.includes('')
    case 'matches':
      return values.some(matchesNothing)
    case 'notMatches':
      return !values.some(matchesNothing)
    default:
      return false
  }
}

function matchesNothing(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test('')
  } catch {
    // It is refused where it is put into the statement.
    return false
  }
}
