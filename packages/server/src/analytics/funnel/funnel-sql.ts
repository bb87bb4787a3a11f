import type { FunnelQuestion } from '@foyer/protocol'
import { breakdownSql } from '../language/breakdown.ts'
import { bucketSql, type Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { attemptsSql, type ValueOf } from './attempts-sql.ts'
import { ladderOf } from './ladder.ts'
import type { Funnel } from './spec.ts'

/** What is counted of a group of people: of all, of those of a value of the breakdown, or of those who began in a bucket. */
export type FunnelRow = {
  /** From 1, in the order of the values; one more is everybody else. 0 is no value. */
  value: number
  bucket: string
  /** For each step. */
  people: number[]
  /** From the step before, for each but the first, of those whose attempt has both: milliseconds. */
  medians: (number | null)[]
  averages: (number | null)[]
  /** Median and 90 % of the time from first to last step. */
  converted: (number | null)[]
  /** People by the rung of the ladder they took, each by its beginning. */
  rungs: [number[], number[]]
}

/** The largest values by their events. What is not among them is shown as one. */
export function valuesSql(
  scope: Scope,
  span: Span,
  question: FunnelQuestion,
  funnel: Funnel,
  breakdown: string
): { sql: string; query: Query } {
  const query = newQuery()
  const { attribution = 'first' } = question
  const read = { fromMs: span.fromMs, toMs: attribution === 'first' ? span.toMs : span.toMs + funnel.windowMs }
  const wanted = attribution === 'last' ? funnel.steps : [funnel.steps[attribution === 'first' ? 0 : attribution - 1]]
  const choices = wanted.flatMap(step => (step ? [step, ...(step.anyOf ?? [])] : []))
  const isWanted = choices.map((choice, index) => choiceSql(query, scope, choice, read, `steps.${index}`)).join(' OR ')
  const value = breakdownSql(query, scope, breakdown, read)
  return {
    query,
    sql: `SELECT value FROM (SELECT ${value} AS value FROM events
        WHERE ${eventsWhere(query, scope, read, question)} AND (${isWanted}))
      GROUP BY value ORDER BY count() DESC, value LIMIT ${query.bind(question.limit ?? 10, 'UInt32')}`
  }
}

/** `values`: those of the breakdown that are shown by themselves. */
export function funnelSql(
  scope: Scope,
  span: Span,
  question: FunnelQuestion,
  funnel: Funnel,
  values?: string[]
): { sql: string; query: Query } {
  const query = newQuery()
  const { breakdown, unit } = question
  const told: ValueOf | undefined =
    breakdown !== undefined && values ? numbered(query, scope, span, funnel, breakdown, values) : undefined
  const attempts = attemptsSql(query, scope, span, question, funnel, told && { value: told })
  const sets = ['()', ...(told ? ['(value)'] : []), ...(unit ? ['(bucket)'] : [])]
  const bucket = unit
    ? bucketSql(unit, `fromUnixTimestamp64Milli(${attempts.startMs}, 'UTC')`, query.bind(span.timezone, 'String'))
    : `''`
  const { length: last } = funnel.steps
  const gaps = funnel.steps.slice(1).map((_, place) => {
    const index = place + 1
    const before = (funnel.before[index] ?? 0) + 1
    return `if(${attempts.did(index + 1)}, ${attempts.atMs(index + 1)} - (${attempts.atMs(before)}), NULL)`
  })
  const timed = gaps.map((_, index) => `gap${index + 1}`)
  const people = `SELECT ${told ? 'value' : '0 AS value'}, ${bucket} AS bucket,
      ${funnel.steps.map((_, index) => `${attempts.reached(index + 1)} AS is${index + 1}`).join(', ')},
      ${gaps.map((gap, index) => `${gap} AS gap${index + 1}`).join(', ')},
      if(is${last}, ${attempts.atMs(last)} - (${attempts.startMs}), NULL) AS took FROM (${attempts.sql})`
  return {
    query,
    sql: `SELECT ${told ? 'value' : '0 AS value'}, ${unit ? 'bucket' : `'' AS bucket`},
      [${funnel.steps.map((_, index) => `countIf(is${index + 1})`).join(', ')}] AS people,
      [${timed.map(gap => `quantileExactInclusive(0.5)(${gap})`).join(', ')}] AS medians,
      [${timed.map(gap => `avg(${gap})`).join(', ')}] AS averages,
      quantilesExactInclusive(0.5, 0.9)(took) AS converted,
      sumMapIf([roundDown(assumeNotNull(took), [${ladderOf(funnel.windowMs).map(rung => `toInt64(${rung.fromMs})`)}])], [1], isNotNull(took)) AS rungs
      FROM (${people}) ${sets.length === 1 ? '' : `GROUP BY GROUPING SETS (${sets.join(', ')})`}`
  }
}

function numbered(
  query: Query,
  scope: Scope,
  span: Span,
  funnel: Funnel,
  breakdown: string,
  values: string[]
): ValueOf {
  const value = breakdownSql(query, scope, breakdown, { fromMs: span.fromMs, toMs: span.toMs + funnel.windowMs })
  const rest = values.length + 1
  return {
    count: rest,
    sql: `transform(${value}, ${query.bind(values, 'Array(String)')}, [${values.map((_, index) => index + 1).join(', ')}], ${rest})`
  }
}
