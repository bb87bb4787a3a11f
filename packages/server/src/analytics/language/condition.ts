import { type Condition, momentPattern, type Operator, operatorOf, questionLimits } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { startOfDay } from './moments.ts'
import type { Query } from './query.ts'

const invalid = (message: string, field: string) => new AppError('invalid', message, { field })

/**
 * A condition on one expression of the kind text: pure. `where` names the place in the question that a refusal is about.
 * Numbers compare what can be read as a number; what cannot fails every comparison. A day begins at its midnight in `timezone`.
 */
export function conditionSql(
  query: Query,
  expression: string,
  condition: Condition,
  where: string,
  timezone: string
): string {
  const op = operatorOf(condition.op ?? 'is')
  const values = valuesOf(condition.value)
  if (op === 'isSet') return `${expression} != ''`
  if (op === 'isNotSet') return `${expression} = ''`
  if (values.length === 0) throw invalid(`${where}.value is missing.`, `${where}.value`)
  return comparisons[op](query, expression, values, where, timezone)
}

type Compare = (query: Query, expression: string, values: string[], where: string, timezone: string) => string

const any = (parts: string[]) => (parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`)
const oneOf: Compare = (query, expression, values) =>
  values.length === 1
    ? `${expression} = ${query.bind(values[0] ?? '', 'String')}`
    : `${expression} IN ${query.bind(values, 'Array(String)')}`
const containing: Compare = (query, expression, values) =>
  any(values.map(value => `positionCaseInsensitiveUTF8(${expression}, ${query.bind(value, 'String')}) > 0`))
const starting: Compare = (query, expression, values) =>
  any(values.map(value => `startsWith(${expression}, ${query.bind(value, 'String')})`))
const matching: Compare = (query, expression, values, where) =>
  any(values.map(value => `match(${expression}, ${query.bind(patternOf(value, where), 'String')})`))
const not =
  (compare: Compare): Compare =>
  (...of) =>
    `NOT (${compare(...of)})`
const number =
  (sign: string): Compare =>
  (query, expression, values, where) => {
    const value = Number(values[0])
    if (values.length !== 1 || values[0]?.trim() === '' || !Number.isFinite(value))
      throw invalid(`${where}.value must be one number.`, `${where}.value`)
    return `ifNull(toFloat64OrNull(${expression}) ${sign} ${query.bind(value, 'Float64')}, false)`
  }
const instant =
  (sign: string): Compare =>
  (query, expression, values, where, timezone) => {
    const at = momentOf(values, where, timezone)
    return `ifNull(toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${expression}, 3, ${query.bind(timezone, 'String')})) ${sign} ${query.bind(at, 'Int64')}, false)`
  }

const comparisons: Record<Exclude<Operator, 'isSet' | 'isNotSet'>, Compare> = {
  is: oneOf,
  isNot: not(oneOf),
  contains: containing,
  notContains: not(containing),
  startsWith: starting,
  matches: matching,
  notMatches: not(matching),
  gt: number('>'),
  gte: number('>='),
  lt: number('<'),
  lte: number('<='),
  before: instant('<'),
  after: instant('>=')
}

/** On a time itself. */
export function instantSql(
  query: Query,
  expression: string,
  condition: Condition,
  where: string,
  timezone: string
): string {
  const op = operatorOf(condition.op ?? 'is')
  if (op !== 'before' && op !== 'after') throw invalid(`${where}.op of a time must be before or after.`, `${where}.op`)
  const at = momentOf(valuesOf(condition.value), where, timezone)
  return `toUnixTimestamp64Milli(${expression}) ${op === 'before' ? '<' : '>='} ${query.bind(at, 'Int64')}`
}

/** By its form first: the runtime takes "name 0" for a day of the year 2000. */
function momentOf(values: string[], where: string, timezone: string): number {
  const [value = ''] = values
  const parsed = isMoment.test(value) ? Date.parse(value) : Number.NaN
  if (values.length !== 1 || Number.isNaN(parsed))
    throw invalid(
      `${where}.value must be one day such as 2026-11-26 or a time such as 2026-11-26T08:00:00Z.`,
      `${where}.value`
    )
  // The calendar of the runtime has no years before 100, and clocks no zones before the railway.
  return isDay.test(value) && parsed > 0 ? startOfDay(value, timezone) : parsed
}
const isDay = /^\d{4}-\d\d-\d\d$/
const isMoment = new RegExp(momentPattern)

const valuesOf = (value: Condition['value']): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)

/**
 * The engine runs in time linear to the text (RE2), whatever the pattern; what it does not know at all is refused here, in the words of
 * a runtime that knows more, so the store has the last word (`ask.ts`).
 */
function patternOf(pattern: string, where: string): string {
  if (pattern.length > questionLimits.regexChars)
    throw invalid(
      `${where}.value may have ${questionLimits.regexChars} characters at most as a pattern.`,
      `${where}.value`
    )
  try {
    new RegExp(pattern, 'u')
  } catch {
    throw invalid(`${where}.value is no regular expression that can be read.`, `${where}.value`)
  }
  if (/\((?:\?[=!<]|\?<[=!])|\\[1-9]|\{\d{4,}/.test(pattern))
    throw invalid(
      `${where}.value may not look ahead, look behind, refer back or repeat a thousand times.`,
      `${where}.value`
    )
  return pattern
}
