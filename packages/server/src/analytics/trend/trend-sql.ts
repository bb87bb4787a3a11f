import type { Aggregate, TrendQuestion, TrendSeries, Unit } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { breakdownSql } from '../language/breakdown.ts'
import { fieldOf, propertyNumber } from '../language/fields.ts'
import { bucketSql, type Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { aroundVisits, choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import { visitValues } from '../visits/visits-that.ts'

export type TrendRow = { bucket: string; value: string; figure: number | null }

const quantiles: Partial<Record<Aggregate, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 }

/** The figure of one series, as an aggregate over events. */
function figureSql(query: Query, scope: Scope, series: TrendSeries, at: string): string {
  const aggregate = series.aggregate ?? 'count'
  const people = () => `uniqExact(${personKey(query, scope.workspaceNumber, scope.joins)})`
  if (aggregate === 'count') return 'count()'
  if (aggregate === 'people') return people()
  if (aggregate === 'visits') return `uniqExact(${visitKey})`
  if (aggregate === 'perPerson') return `count() / greatest(1, ${people()})`
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
  return quantile === undefined ? `${aggregate}(${number})` : `quantileExactInclusive(${quantile})(${number})`
}

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
      sql: `SELECT bucket, '' AS value, ${figure} AS figure FROM (SELECT *, ${bucket} AS bucket FROM events WHERE ${where})
        GROUP BY GROUPING SETS ((bucket), ())`
    }
  const shown = shownSql(query, scope, span, question.breakdown, where)
  // The largest values by their events; everything else shares one line.
  const largest = () =>
    `(SELECT shown FROM (${shown}) GROUP BY shown ORDER BY count() DESC, shown LIMIT ${query.bind(question.limit ?? 10, 'UInt32')})`
  const ranked = values === undefined ? largest() : query.bind([...values], 'Array(String)')
  return {
    query,
    sql: `SELECT bucket, value, isRest, ${figure} AS figure FROM (
        SELECT *, ${bucket} AS bucket, shown NOT IN ${ranked} AS isRest, if(isRest, '', shown) AS value
        FROM (${shown}))
      GROUP BY GROUPING SETS ((bucket, value, isRest), (value, isRest))`
  }
}

/** Events with the value they are broken down by. What their visits began with is joined: looked up in a list of two million it took four times as long. */
function shownSql(query: Query, scope: Scope, span: Span, breakdown: string, where: string): string {
  const field = fieldOf(breakdown, 'breakdown')
  if (field.level !== 'visit')
    return `SELECT *, ${breakdownSql(query, scope, breakdown, span)} AS shown FROM events WHERE ${where}`
  return `SELECT e.*, begun.value AS shown FROM (SELECT * FROM events WHERE ${where}) AS e
    LEFT JOIN (${visitValues(query, scope, aroundVisits(span), field)}) AS begun ON reinterpretAsUInt64(e.session) = begun.visit`
}
