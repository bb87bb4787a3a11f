import type { Unit } from '@foyer/protocol'
import { countedSql, isOwnDoing, keptVisitsWhere, type VisitsAsked } from '../language/kept-visits.ts'
import { type Span, stepSql, stepText } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { choiceSql, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'

type Statement = { sql: string; query: Query }

/** Rows with the bucket '' are of the whole span. */
export type HappenedRow = {
  bucket: string
  visitors: number
  views: number
  conversations: number
  conversions: number
}
export type VisitsRow = { bucket: string; visits: number; bounces: number; withPages: number; seconds: number }

/** What happened, by when it did. */
export function happenedSql(
  scope: Scope,
  span: Span,
  unit: Unit,
  asked: VisitsAsked & { conversion?: string }
): Statement {
  const query = newQuery()
  const kept = keptVisitsWhere(query, scope, span, asked)
  const step = stepSql(unit, 'time', query.bind(span.timezone, 'String'))
  const conversion =
    asked.conversion === undefined ? 'false' : choiceSql(query, scope, { event: asked.conversion }, span, 'conversion')
  return {
    query,
    sql: `SELECT if(isTotal, '', ${stepText(unit)}) AS bucket, * EXCEPT (step, isTotal) FROM (
        SELECT step, toUInt8(grouping(step)) AS isTotal, uniqExactIf(${personKey(query, scope.workspaceNumber, scope.joins)}, ${isOwnDoing}) AS visitors,
        countIf(type = 'page' AND ${countedSql(query, scope, span, asked.filters, 'pages')}) AS views,
        countIf(type = 'conversation' AND name = 'started') AS conversations, countIf(${conversion}) AS conversions
        FROM (SELECT *, ${step} AS step FROM events WHERE ${kept}) GROUP BY step WITH ROLLUP)`
  }
}

/** Visits, by when they began. */
export function visitsSql(scope: Scope, span: Span, unit: Unit, asked: VisitsAsked): Statement {
  const query = newQuery()
  const kept = keptVisitsWhere(query, scope, span, asked)
  return {
    query,
    sql: `SELECT if(isTotal, '', ${stepText(unit)}) AS bucket, * EXCEPT (step, isTotal) FROM (
        SELECT step, toUInt8(grouping(step)) AS isTotal, count() AS visits, countIf(pages = 1) AS bounces, countIf(pages > 0) AS withPages,
          sum(lasted) / 1000 AS seconds
        FROM (SELECT ${visitKey} AS visit, min(time) AS began, ${stepSql(unit, 'began', query.bind(span.timezone, 'String'))} AS step,
            countIf(type = 'page') AS pages, toUnixTimestamp64Milli(max(time)) - toUnixTimestamp64Milli(began) AS lasted
          FROM events WHERE ${kept} AND ${isOwnDoing} GROUP BY visit)
        GROUP BY step WITH ROLLUP)`
  }
}
