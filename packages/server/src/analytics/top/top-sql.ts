import { countedSql, keptVisitsWhere, type VisitsAsked } from '../language/kept-visits.ts'
import type { Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { aroundVisits, eventsWhere, type Scope, spanSql } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import type { Generation } from '../visits/generations.ts'
import { keptRows, keptViews, visitsAround } from '../visits/kept-rows.ts'
import { generationFor } from '../visits/visit-rows.ts'
import type { Dimension } from './dimension.ts'

type Statement = { sql: string; query: Query }
export type Value = { value: string; country: string }
export type CountRow = Value & { count: number; values: number }
export type FullRow = Value & {
  /** The one row that is of all values together. */
  isTotal: number
  values: number
  visitors: number
  visits?: number
  count: number
  bounces: number
  withPages: number
}
export type Order = 'visitors' | 'visits' | 'count'
export type Cut = { search?: string; sort: Order; limit: number; offset: number }
export type Wanted = { dimension: Dimension; withVisits: boolean }

/** The tables that a list can be read from instead of the events. */
const generationOf = (scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension) =>
  dimension.inRows || isOfPages(dimension) ? generationFor(scope, span, asked) : undefined

const isOfPages = ({ kind, counted }: Dimension) => kind === 'happened' && counted === 'pages'

/** What is counted of the events (or visits, or rows of visits) of one value. */
function figuresSql(
  query: Query,
  scope: Scope,
  span: Span,
  asked: VisitsAsked,
  { dimension, withVisits }: Wanted
): string {
  if (dimension.kind === 'visit')
    return `uniqExact(person) AS visitors, count() AS visits, sum(counted) AS count, countIf(pages = 1) AS bounces, countIf(pages > 0) AS withPages`
  const counted = countOf(query, scope, span, asked, dimension)
  return `uniqExact(${personKey(query, scope.workspaceNumber, scope.joins)}) AS visitors, ${withVisits ? `uniqExact(${visitKey}) AS visits, ` : ''}
    ${counted} AS count, 0 AS bounces, 0 AS withPages`
}

/** How often, of the rows that `rowsSql` makes. */
function countOf(query: Query, scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension): string {
  if (generationOf(scope, span, asked, dimension)) return 'sum(counted)'
  const { kind, counted } = dimension
  const meets = countedSql(query, scope, span, asked.filters, counted)
  return `countIf(${kind === 'had' ? `type = 'page' AND ${meets}` : meets})`
}

/** Events (or visits) with the value they are listed under. */
function rowsSql(query: Query, scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension): string {
  const generation = generationOf(scope, span, asked, dimension)
  if (generation) return listedInRows(query, scope, generation, span, asked, dimension)
  const kept = keptVisitsWhere(query, scope, span, asked)
  const country = dimension.hasCountry ? 'country' : `''`
  if (dimension.kind !== 'visit')
    return `SELECT *, ${dimension.value} AS listed, ${country} AS listedCountry FROM events WHERE ${kept} AND ${dimension.of}`
  // A visit that reaches into the span began or ends outside of it: its first and last page are those of the whole visit.
  const isInside = `(time >= fromUnixTimestamp64Milli(${query.bind(span.fromMs, 'Int64')}) AND time < fromUnixTimestamp64Milli(${query.bind(span.toMs, 'Int64')}))`
  const counted = countedSql(query, scope, span, asked.filters, dimension.counted)
  const { filters = [], ...plain } = asked
  // Without a filter the visits need not be looked for first.
  const isKept =
    filters.length === 0
      ? `${eventsWhere(query, scope, aroundVisits(span), plain)} AND ${dimension.of}`
      : `${spanSql(query, scope, aroundVisits(span))} AND ${visitKey} IN (SELECT ${visitKey} FROM events WHERE ${kept} AND ${dimension.of})`
  return `SELECT ${visitKey} AS visit, any(${personKey(query, scope.workspaceNumber, scope.joins)}) AS person,
      if(${dimension.value} AS hashed = 0, cityHash64(''), hashed) AS listed, '' AS listedCountry, countIf(type = 'page' AND ${isInside}) AS pages,
      countIf(type = 'page' AND ${isInside} AND ${counted}) AS counted
    FROM events WHERE ${isKept} GROUP BY visit ${filters.length === 0 ? `HAVING countIf(${isInside}) > 0` : ''}`
}

/** The same from the table of visits. */
function listedInRows(
  query: Query,
  scope: Scope,
  generation: Generation,
  span: Span,
  asked: VisitsAsked,
  dimension: Dimension
): string {
  if (isOfPages(dimension)) return keptViews(query, scope, generation, span, asked)
  const { kind, hasCountry, inRows } = dimension
  const { row = '', rows = '' } = inRows ?? {}
  if (kind !== 'visit')
    return `SELECT visitor, session, counted, ${row} AS listed, ${hasCountry ? 'country' : `''`} AS listedCountry
      FROM (${keptRows(query, scope, generation, span, asked).all}) WHERE own`
  const { alone, torn, isInside, meets } = visitsAround(query, scope, generation, span, asked)
  const person = personKey(query, scope.workspaceNumber, scope.joins)
  return `SELECT ${person} AS person, ${row} AS listed, '' AS listedCountry, toUInt64(pages) AS pages, pages AS counted FROM (${alone})
    UNION ALL SELECT any(${person}) AS person, ${rows} AS listed, '' AS listedCountry, sumIf(pages, ${isInside}) AS inside, sumIf(pages, ${isInside} AND ${meets})
      FROM (${torn}) GROUP BY session HAVING countIf(${isInside}) > 0`
}

const orders: Record<Order, string> = { visitors: 'visitors DESC', visits: 'visits DESC', count: 'count DESC' }
const found = (query: Query, { search }: Cut, value: string) =>
  search ? `positionCaseInsensitiveUTF8(${value}, ${query.bind(search, 'String')}) > 0` : 'true'

/** Only how often: ranks a list of thousands of pages for a tenth of what their exact visitors would cost. */
export function countSql(scope: Scope, span: Span, asked: VisitsAsked, dimension: Dimension, cut: Cut): Statement {
  const query = newQuery()
  const rows = rowsSql(query, scope, span, asked, dimension)
  const counted = countOf(query, scope, span, asked, dimension)
  return {
    query,
    // No name of a column may be given to anything beside what is counted: a filter by country had looked at the '' that stands for none.
    sql: `SELECT *, '' AS country, count() OVER () AS values FROM (SELECT listed AS value, ${counted} AS count FROM (${rows}) GROUP BY value HAVING count > 0)
      WHERE ${found(query, cut, 'value')} ORDER BY count DESC, value LIMIT ${query.bind(cut.limit, 'UInt32')} OFFSET ${query.bind(cut.offset, 'UInt32')}`
  }
}

/** All figures of some values, and of all together. */
export function onlySql(scope: Scope, span: Span, asked: VisitsAsked, wanted: Wanted, only: string[]): Statement {
  const query = newQuery()
  const generation = generationOf(scope, span, asked, wanted.dimension)
  if (generation && isOfPages(wanted.dimension))
    return { query, sql: onlyPages(query, scope, generation, span, asked, wanted, only) }
  const rows = rowsSql(query, scope, span, asked, wanted.dimension)
  const values = query.bind(only, 'Array(String)')
  const hashes = `arrayMap(name -> cityHash64(name), ${values})`
  const isHashed = wanted.dimension.kind === 'visit' && !generationOf(scope, span, asked, wanted.dimension)
  // A small number for each that is shown, and 0 for all others: a text or a tuple as the key took half as long again.
  const place = `transform(listed, ${isHashed ? hashes : values}, range(1, length(${values}) + 1), 0)`
  const key = wanted.dimension.hasCountry ? `(${place} AS place, if(place = 0, '', toString(listedCountry)))` : place
  const [at, country] = wanted.dimension.hasCountry ? ['key.1', 'key.2'] : ['key', `''`]
  return {
    query,
    sql: `SELECT ${values}[${at}] AS value, ${country} AS country, isTotal, * EXCEPT (key, isTotal)
      FROM (
        SELECT key, toUInt8(grouping(key)) AS isTotal, 0 AS values, ${figuresSql(query, scope, span, asked, wanted)}
        FROM (SELECT *, ${key} AS key FROM (${rows}))
        GROUP BY key WITH ROLLUP)
      WHERE isTotal OR ${at} != 0`
  }
}

/** Views of one page lie side by side; whoever saw any is looked for among the visits, which are fewer. */
function onlyPages(
  query: Query,
  scope: Scope,
  generation: Generation,
  span: Span,
  asked: VisitsAsked,
  wanted: Wanted,
  only: string[]
): string {
  const views = keptViews(query, scope, generation, span, asked)
  const { alone, torn, all } = keptRows(query, scope, generation, span, asked)
  const person = personKey(query, scope.workspaceNumber, scope.joins)
  const visits = wanted.withVisits ? 'countIf(NOT isTorn) + uniqExactIf(session, isTorn) AS visits, ' : ''
  const rows = wanted.withVisits
    ? `SELECT *, false AS isTorn FROM (${alone}) UNION ALL SELECT *, true AS isTorn FROM (${torn})`
    : all
  return `SELECT toString(listed) AS value, '' AS country, 0 AS isTotal, 0 AS values, ${figuresSql(query, scope, span, asked, wanted)}
      FROM (${views}) WHERE listed IN ${query.bind(only, 'Array(String)')} GROUP BY listed
    UNION ALL SELECT '' AS value, '' AS country, 1 AS isTotal, 0 AS values, uniqExact(${person}) AS visitors, ${visits}
      sum(counted) AS count, 0 AS bounces, 0 AS withPages
      FROM (${rows}) WHERE pages > 0 HAVING count() > 0`
}

/** All figures of every value, cut to what is shown; the first row is of all together. */
export function fullSql(scope: Scope, span: Span, asked: VisitsAsked, wanted: Wanted, cut: Cut): Statement {
  const query = newQuery()
  const { dimension } = wanted
  const rows = rowsSql(query, scope, span, asked, dimension)
  const key = dimension.hasCountry ? '(listed, listedCountry)' : 'listed'
  const [value, country] = dimension.hasCountry ? ['key.1', 'key.2'] : ['key', `''`]
  const groups = `SELECT key, toUInt8(grouping(key)) AS isTotal, ${figuresSql(query, scope, span, asked, wanted)}
    FROM (SELECT *, ${key} AS key FROM (${rows})) GROUP BY key WITH ROLLUP`
  const isHashed = dimension.named !== undefined && !generationOf(scope, span, asked, dimension)
  const named = !isHashed ? groups : namedSql(query, scope, span, dimension.named ?? '', groups)
  return {
    query,
    sql: `SELECT *, toInt64(count() OVER ()) - 1 AS values FROM (SELECT ${value} AS value, ${country} AS country, * EXCEPT (key) FROM (${named}))
      WHERE isTotal OR ${found(query, cut, 'value')}
      ORDER BY isTotal DESC, ${orders[cut.sort]}, value, country LIMIT ${query.bind(cut.limit + cut.offset + 1, 'UInt32')}`
  }
}

/** Hashes that stand for values get their names back. */
const namedSql = (query: Query, scope: Scope, span: Span, column: string, groups: string) =>
  `SELECT if(isTotal, '', name) AS key, * EXCEPT (key, hash, name) FROM (${groups}) AS g LEFT JOIN (
    SELECT cityHash64(${column}) AS hash, any(toString(${column})) AS name FROM events
    WHERE ${spanSql(query, scope, aroundVisits(span))} AND type IN ('page', 'screen') GROUP BY hash) AS n ON g.key = n.hash`
