import type { VisitField } from '../language/fields.ts'
import type { Query } from '../language/query.ts'
import { type Scope, spanSql } from '../language/span.ts'
import { visitKey } from '../language/who.ts'
import { generationFor, visitRows } from './visit-rows.ts'

type Bounds = { fromMs: number; toMs: number }

/** SQL that gives the keys of the visits of which a condition on what they began or ended with is true. */
export function visitsThat(
  query: Query,
  scope: Scope,
  span: Bounds,
  field: VisitField,
  condition: (sql: string) => string
): string {
  const rows = rowsAround(query, scope, span)
  if (!rows)
    return `SELECT ${visitKey} AS visit FROM events WHERE ${spanSql(query, scope, span)} GROUP BY visit HAVING ${condition(field.sql)}`
  const torn = `SELECT session FROM (${rows.torn}) GROUP BY session HAVING ${condition(field.rowsSql)}`
  if (scope.rows === 'torn') return torn
  return `SELECT session FROM (${rows.alone}) WHERE ${condition(field.rowSql)} UNION ALL ${torn}`
}

/** SQL for `visit` and `value`: what each visit began or ended with, where that is anything. */
export function visitValues(query: Query, scope: Scope, span: Bounds, field: VisitField): string {
  const rows = rowsAround(query, scope, span)
  if (!rows)
    return `SELECT ${visitKey} AS visit, ${field.sql} AS value FROM events WHERE ${spanSql(query, scope, span)} AND type IN ('page', 'screen')
      GROUP BY visit HAVING value != ''`
  return `SELECT session AS visit, ${field.rowSql} AS value FROM (${rows.alone}) WHERE value != ''
    UNION ALL SELECT session AS visit, ${field.rowsSql} AS value FROM (${rows.torn}) GROUP BY visit HAVING value != ''`
}

const rowsAround = (query: Query, scope: Scope, span: Bounds) => {
  const generation = generationFor(scope, span, {})
  return generation && visitRows(query, scope, generation, span)
}
