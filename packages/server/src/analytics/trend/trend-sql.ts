import type { Aggregate, TrendQuestion, TrendSeries, Unit } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { breakdownSql } from '../language/breakdown.ts'
import { fieldOf, propertyNumber, type VisitField } from '../language/fields.ts'
import { bucketSql, type Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { aroundVisits, choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import { visitValues } from '../visits/visits-that.ts'

export type TrendRow = { bucket: string; value: string; figure: number | null }

const quantiles: Partial<Record<Aggregate, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 }

/** The figure of one series, as an aggregate over events; or what is gathered of some of them (`state`), and the figure of several such. */
type FigureSql = { whole: string; state: string; merged: string }

function figureSql(query: Query, scope: Scope, series: TrendSeries, at: string): FigureSql {
  const aggregate = series.aggregate ?? 'count'
  const person = personKey(query, scope.workspaceNumber, scope.joins)
  if (aggregate === 'count') return aggregateSql('count', '')
  if (aggregate === 'people') return aggregateSql('uniqExact', person)
  if (aggregate === 'visits') return aggregateSql('uniqExact', visitKey)
  if (aggregate === 'perPerson')
    return {
      whole: `count() / greatest(1, uniqExact(${person}))`,
      state: `(countState(), uniqExactState(${person}))`,
      merged: 'countMerge(figure.1) / greatest(1, uniqExactMerge(figure.2))'
    }
  const field = fieldOf(series.property ?? '', `${at}.property`)
  if (field.level !== 'property')
    throw new AppError(
      'invalid',
      `${at}.property must be a property of the event that holds a number, such as price.`,
      {
        field: `${at}.property`
      }
    )
  const number = propertyNumber(query, field.path)
  const quantile = quantiles[aggregate]
  // As a funnel's times and a conversation's: the median of an even number lies between the two in the middle.
  return quantile === undefined
    ? aggregateSql(aggregate, number)
    : aggregateSql('quantileExactInclusive', number, `(${quantile})`)
}

const aggregateSql = (name: string, of: string, parameter = ''): FigureSql => ({
  whole: `${name}${parameter}(${of})`,
  state: `${name}State${parameter}(${of})`,
  merged: `${name}Merge${parameter}(figure)`
})

/** One series over time. Rows with the bucket '' are of the whole span. */
export function trendSql(
  scope: Scope,
  span: Span,
  question: Pick<TrendQuestion, 'filters' | 'bots' | 'agentId' | 'breakdown' | 'limit'>,
  series: TrendSeries,
  unit: Unit,
  at: string,
  /** The values that have a line of their own; the largest of the span where they are not given. */
  values?: readonly string[]
): { sql: string; query: Query } {
  const query = newQuery()
  const where = `${eventsWhere(query, scope, span, question)} AND ${choiceSql(query, scope, series, span, at)}`
  const bucket = bucketSql(unit, 'time', query.bind(span.timezone, 'String'))
  const figure = figureSql(query, scope, series, at)
  if (question.breakdown === undefined)
    return {
      query,
      sql: `SELECT bucket, '' AS value, ${figure.whole} AS figure FROM (SELECT *, ${bucket} AS bucket FROM events WHERE ${where})
        GROUP BY GROUPING SETS ((bucket), ())`
    }
  const field = fieldOf(question.breakdown, 'breakdown')
  const limit = query.bind(question.limit ?? 10, 'UInt32')
  if (field.level === 'visit')
    return { query, sql: byVisitsSql(query, { scope, span, field, where, bucket, figure, limit }, values) }
  const shown = `SELECT *, ${breakdownSql(query, scope, question.breakdown, span)} AS shown FROM events WHERE ${where}`
  // The largest values by their events; everything else shares one line.
  const ranked =
    values === undefined
      ? `(SELECT shown FROM (${shown}) GROUP BY shown ORDER BY count() DESC, shown LIMIT ${limit})`
      : query.bind([...values], 'Array(String)')
  return {
    query,
    sql: `SELECT bucket, value, isRest, ${figure.whole} AS figure FROM (
        SELECT *, ${bucket} AS bucket, shown NOT IN ${ranked} AS isRest, if(isRest, '', shown) AS value
        FROM (${shown}))
      GROUP BY GROUPING SETS ((bucket, value, isRest), (value, isRest))`
  }
}

type ByVisits = {
  scope: Scope
  span: Span
  field: VisitField
  where: string
  bucket: string
  figure: FigureSql
  limit: string
}

/**
 * By what visits began or ended with: joined by its hash, once, for that is what takes the time (looked up in a list of two million it took four times
 * as long, and texts as long again). What is gathered of each bucket and value is put together once it is known which values are the largest.
 */
function byVisitsSql(query: Query, of: ByVisits, values: readonly string[] | undefined): string {
  const begun = visitValues(query, of.scope, aroundVisits(of.span), of.field)
  const groups = `SELECT bucket, hash, count() AS happened, ${of.figure.state} AS figure FROM (
      SELECT e.*, begun.hash AS hash, ${of.bucket} AS bucket FROM (SELECT * FROM events WHERE ${of.where}) AS e
      LEFT JOIN (SELECT visit, cityHash64(value) AS hash FROM (${begun})) AS begun ON reinterpretAsUInt64(e.session) = begun.visit)
    GROUP BY bucket, hash`
  const named = `SELECT groups.*, names.value AS shown
    FROM (SELECT cityHash64(value) AS hash, value FROM (${begun}) GROUP BY value) AS names
    RIGHT JOIN (${groups}) AS groups ON names.hash = groups.hash`
  const isRest =
    values === undefined
      ? `dense_rank() OVER (ORDER BY whole DESC, shown) > ${of.limit}`
      : `shown NOT IN ${query.bind([...values], 'Array(String)')}`
  return `SELECT bucket, value, isRest, ${of.figure.merged} AS figure FROM (
      SELECT *, ${isRest} AS isRest, if(isRest, '', shown) AS value FROM (
        SELECT *, sum(happened) OVER (PARTITION BY shown) AS whole FROM (${named})))
    GROUP BY GROUPING SETS ((bucket, value, isRest), (value, isRest))`
}
