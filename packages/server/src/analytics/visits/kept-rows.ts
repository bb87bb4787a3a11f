import { toUuid } from '../../http/index.ts'
import type { Query } from '../language/query.ts'
import { aroundVisits, botSqls, filtersSql, type Scope } from '../language/where.ts'
import type { Generation } from './generations.ts'
import { type Bounds, pageViews, type RowsAsked, slotsOf, type VisitRows, visitRows } from './visit-rows.ts'

/** What a question says of a row: of its sender (`of`), and by its filters (`meets`). */
function conditions(
  query: Query,
  scope: Scope,
  span: Bounds,
  asked: RowsAsked,
  rows?: 'alone' | 'torn'
): { of: string; meets: string } {
  const agent = asked.agentId === undefined ? '' : `agent = ${query.bind(toUuid(asked.agentId), 'UUID')}`
  return {
    of: [botSqls[asked.bots ?? 'without'], agent].filter(part => part !== '').join(' AND ') || 'true',
    meets: asked.filters?.length ? filtersSql(query, rows ? { ...scope, rows } : scope, asked.filters, span) : 'true'
  }
}

/**
 * The rows of the visits that a question keeps: those of which one row meets all conditions (`keptVisitsWhere` says the same of events).
 * `counted` are the pages of the rows that meet them.
 */
export function keptRows(
  query: Query,
  scope: Scope,
  generation: Generation,
  span: Bounds,
  asked: RowsAsked
): VisitRows {
  const rows = visitRows(query, scope, generation, span)
  const { of, meets } = conditions(query, scope, span, asked, 'torn')
  const alone = `SELECT *, pages AS counted FROM (${rows.alone}) WHERE ${of} AND ${conditions(query, scope, span, asked, 'alone').meets}`
  const isKept =
    meets === 'true' ? of : `${of} AND session IN (SELECT session FROM (${rows.torn}) WHERE ${of} AND ${meets})`
  const torn = `SELECT *, if(${meets}, pages, 0) AS counted FROM (${rows.torn}) WHERE ${isKept}`
  const all =
    meets === 'true' ? `SELECT *, pages AS counted FROM (${rows.all}) WHERE ${of}` : `${alone} UNION ALL ${torn}`
  return { alone, torn, all }
}

/**
 * The page views that a question keeps, as rows of the kind that lists are made of. Those that do not meet its filters themselves are kept for another
 * row of their visit, which must then have several.
 */
export function keptViews(query: Query, scope: Scope, generation: Generation, span: Bounds, asked: RowsAsked): string {
  const { of, meets } = conditions(query, scope, span, asked)
  const views = `SELECT visitor, session, (${meets}) AS counted, path AS listed, '' AS listedCountry
    FROM (${pageViews(query, scope, generation, span)}) WHERE ${of}`
  if (meets === 'true') return views
  const { torn } = visitRows(query, scope, generation, span)
  const ofRow = conditions(query, scope, span, asked, 'torn').meets
  const mixed = `SELECT session FROM (${torn}) WHERE ${of} GROUP BY session HAVING countIf(${ofRow}) BETWEEN 1 AND count() - 1`
  return `${views} AND (counted OR session IN (${mixed}))`
}

/**
 * The rows of whole visits that a question keeps, also from before and after its span: what a visit began and ended with. Of those in `torn`,
 * only the rows of which `isInside` is true count, and none is kept without one.
 */
export function visitsAround(
  query: Query,
  scope: Scope,
  generation: Generation,
  span: Bounds,
  asked: RowsAsked
): Omit<VisitRows, 'all'> & { isInside: string; meets: string } {
  const rows = visitRows(query, scope, generation, aroundVisits(span))
  const { of, meets } = conditions(query, scope, span, asked, 'torn')
  const isInside = `(${slotsOf(query, span)})`
  const kept = (more: string) => `SELECT session FROM (${rows.torn}) WHERE ${isInside} AND ${of} AND ${more}`
  return {
    alone: `SELECT * FROM (${rows.alone}) WHERE ${isInside} AND own AND ${of} AND ${conditions(query, scope, span, asked, 'alone').meets}`,
    torn:
      meets === 'true'
        ? `SELECT * FROM (${rows.torn}) WHERE own AND ${of}`
        : `SELECT * FROM (${rows.torn}) WHERE session IN (${kept(`own AND session IN (${kept(meets)})`)})`,
    isInside,
    meets
  }
}
