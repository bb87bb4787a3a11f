import { countedSql, keptVisitsWhere, type VisitsAsked } from '../language/kept-visits.ts'
import type { Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { aroundVisits, type Scope, spanSql } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import type { Dimension } from './dimension.ts'

type Statement = { sql: string; query: Query }
export type Value = { value: string; country: string }
export type CountRow = Value & { count: number; values: number }
export type FullRow = CountRow & { visitors: number; visits: number; bounces: number; withPages: number }
export type Order = 'visitors' | 'visits' | 'count'
export type Cut = { search?: string; sort: Order; limit: number; offset: number }

const figures: Record<Dimension['kind'], (person: string, counted: string) => string> = {
  happened: (person, counted) =>
    `uniqExact(${person}) AS visitors, uniqExact(${visitKey}) AS visits, countIf(${counted}) AS count, 0 AS bounces, 0 AS withPages`,
  had: (person, counted) =>
    `uniqExact(${person}) AS visitors, uniqExact(${visitKey}) AS visits, countIf(type = 'page' AND ${counted}) AS count, 0 AS bounces, 0 AS withPages`,
  visit: () =>
    `uniqExact(person) AS visitors, count() AS visits, sum(counted) AS count, countIf(pages = 1) AS bounces, countIf(pages > 0) AS withPages`
}

/** Events (or visits) with the value they are listed under. */
function rowsSql(query: Query, scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension): string {
  const kept = keptVisitsWhere(query, scope, span, asked)
  const country = dimension.hasCountry ? 'toString(country)' : `''`
  if (dimension.kind !== 'visit')
    return `SELECT *, ${dimension.value} AS listed, ${country} AS listedCountry FROM events WHERE ${kept} AND ${dimension.of}`
  // A visit that reaches into the span began or ends outside of it: its first and last page are those of the whole visit.
  const around = aroundVisits(span)
  const isInside = `time >= fromUnixTimestamp64Milli(${query.bind(span.fromMs, 'Int64')}) AND time < fromUnixTimestamp64Milli(${query.bind(span.toMs, 'Int64')})`
  const counted = countedSql(query, scope, span, asked.filters, dimension.counted)
  return `SELECT ${visitKey} AS visit, any(${personKey(query, scope.workspaceNumber, scope.joins)}) AS person,
      ${dimension.value} AS listed, ${country} AS listedCountry, countIf(type = 'page' AND ${isInside}) AS pages,
      countIf(type = 'page' AND ${isInside} AND ${counted}) AS counted
    FROM events WHERE ${spanSql(query, scope, around)} AND visit IN (SELECT ${visitKey} FROM events WHERE ${kept} AND ${dimension.of})
    GROUP BY visit`
}

/** Only how often: ranks a list of thousands of pages for a tenth of what their exact visitors would cost. */
export function countSql(scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension, cut: Cut): Statement {
  const query = newQuery()
  const rows = rowsSql(query, scope, span, asked, dimension)
  const counted = countedSql(query, scope, span, asked.filters, dimension.counted)
  return {
    query,
    sql: cutSql(
      query,
      `SELECT listed AS value, listedCountry AS country, countIf(${counted}) AS count FROM (${rows}) GROUP BY value, country HAVING count > 0`,
      cut
    )
  }
}

/** All figures of every value, or of those that are shown. */
export function fullSql(
  scope: Scope,
  span: Span,
  asked: VisitsAsked,
  dimension: Dimension,
  { only, cut }: { only?: string[]; cut?: Cut }
): Statement {
  const query = newQuery()
  const rows = rowsSql(query, scope, span, asked, dimension)
  const full = `SELECT listed AS value, listedCountry AS country, ${figuresSql(query, scope, span, asked, dimension)}
    FROM (${rows}) ${only === undefined ? '' : `WHERE listed IN ${query.bind(only, 'Array(String)')}`} GROUP BY value, country`
  return { query, sql: cut ? cutSql(query, full, cut) : full }
}

/** Of all values together. */
export function totalSql(scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension): Statement {
  const query = newQuery()
  const rows = rowsSql(query, scope, span, asked, dimension)
  return { query, sql: `SELECT ${figuresSql(query, scope, span, asked, dimension)} FROM (${rows})` }
}

function figuresSql(query: Query, scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension): string {
  const person = personKey(query, scope.workspaceNumber, scope.joins)
  return figures[dimension.kind](person, countedSql(query, scope, span, asked.filters, dimension.counted))
}

const orders: Record<Order, string> = { visitors: 'visitors DESC', visits: 'visits DESC', count: 'count DESC' }

function cutSql(query: Query, rows: string, { search, sort, limit, offset }: Cut): string {
  const found = search ? `WHERE positionCaseInsensitiveUTF8(value, ${query.bind(search, 'String')}) > 0` : ''
  return `SELECT *, count() OVER () AS values FROM (${rows}) ${found}
    ORDER BY ${orders[sort]}, value, country LIMIT ${query.bind(limit, 'UInt32')} OFFSET ${query.bind(offset, 'UInt32')}`
}
