import type { FunnelQuestion } from '@foyer/protocol'
import { bucketSql, type Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import type { Scope } from '../language/where.ts'
import { attemptsSql } from './attempts-sql.ts'
import { ladderOf } from './ladder.ts'
import type { Funnel } from './spec.ts'
import { toldBy } from './told-by.ts'

/** What is counted of a group of people: of all, of those of a value of the breakdown, or of those who began in a bucket. */
export type FunnelRow = {
  /** From 1, the value most people began with; one more than are shown is everybody else. 0 is no value. */
  place: number
  value: string
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

/** Whoever did a later step and never the first is no part of it. */
export function funnelSql(
  scope: Scope,
  span: Span,
  question: FunnelQuestion,
  funnel: Funnel
): { sql: string; query: Query } {
  const query = newQuery()
  const { breakdown, unit } = question
  const read = { fromMs: span.fromMs, toMs: span.toMs + funnel.windowMs }
  const told = breakdown === undefined ? undefined : toldBy(query, scope, read, { ...question, breakdown }, funnel)
  const attempts = attemptsSql(query, scope, span, question, funnel, { carried: told?.carried })
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
  const people = `SELECT ${told ? 'who, ' : ''}${told?.carried === undefined ? '' : 'said, '}${bucket} AS bucket,
      ${funnel.steps.map((_, index) => `${attempts.reached(index + 1)} AS is${index + 1}`).join(', ')},
      ${gaps.map((gap, index) => `${gap} AS gap${index + 1}`).join(', ')},
      if(is${last}, ${attempts.atMs(last)} - (${attempts.startMs}), NULL) AS took FROM (${attempts.sql}) WHERE is1`
  // Of values, what is gathered of each is put together once it is known which are shown: people are looked for once.
  const state = told ? 'State' : ''
  const rungs = ladderOf(funnel.windowMs).map(rung => `toInt64(${rung.fromMs})`)
  const figures = `[${funnel.steps.map((_, index) => `countIf(is${index + 1})`).join(', ')}] AS people,
      [${timed.map(gap => `quantileExactInclusive${state}(0.5)(${gap})`).join(', ')}] AS medians,
      [${timed.map(gap => `avg${state}(${gap})`).join(', ')}] AS averages,
      quantilesExactInclusive${state}(0.5, 0.9)(took) AS converted,
      sumMapIf([roundDown(assumeNotNull(took), [${rungs.join(', ')}])], [1], isNotNull(took)) AS rungs`
  const sets = ['()', ...(told ? ['(value)'] : []), ...(unit ? ['(bucket)'] : [])]
  const grouped = sets.length === 1 ? '' : `GROUP BY GROUPING SETS (${sets.join(', ')})`
  const shownBucket = unit ? 'bucket' : `'' AS bucket`
  if (!told)
    return { query, sql: `SELECT 0 AS place, '' AS value, ${shownBucket}, ${figures} FROM (${people}) ${grouped}` }
  return {
    query,
    sql: shownSql(
      query,
      `SELECT value, ${shownBucket}, grouping(value) = 0 AS isValue, ${figures} FROM (${told.withValue(people)}) ${grouped}`,
      question.limit ?? 10
    )
  }
}

/** The values that most people began with; everybody else is one. */
function shownSql(query: Query, groups: string, limit: number): string {
  const rest = query.bind(limit + 1, 'UInt32')
  return `SELECT place, if(place = ${rest}, '', value) AS value, bucket, sumForEach(people) AS people,
      quantileExactInclusiveMergeForEach(0.5)(medians) AS medians, avgMergeForEach(averages) AS averages,
      quantilesExactInclusiveMerge(0.5, 0.9)(converted) AS converted, sumMap(rungs.1, rungs.2) AS rungs
    FROM (SELECT *, if(isValue, least(dense_rank() OVER (PARTITION BY isValue ORDER BY people[1] DESC, value), ${rest}), 0) AS place FROM (${groups}))
    GROUP BY place, value, bucket`
}
