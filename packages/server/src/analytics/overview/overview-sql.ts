import type { Unit } from '@foyer/protocol'
import { countedSql, isOwnDoing, keptVisitsWhere, type VisitsAsked } from '../language/kept-visits.ts'
import { type Span, stepSql, stepText } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import { choiceSql, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import type { Generation } from '../visits/generations.ts'
import { keptRows } from '../visits/kept-rows.ts'
import { generationFor } from '../visits/visit-rows.ts'

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
  const generation = asked.conversion === undefined ? generationFor(scope, span, asked) : undefined
  if (generation) return happenedInRows(scope, generation, span, unit, asked)
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
  const generation = generationFor(scope, span, asked)
  const query = newQuery()
  if (generation) return { query, sql: visitsByStep(unit, visitsInRows(query, scope, generation, span, unit, asked)) }
  const kept = keptVisitsWhere(query, scope, span, asked)
  return {
    query,
    sql: visitsByStep(
      unit,
      `SELECT ${visitKey} AS visit, min(time) AS began, ${stepSql(unit, 'began', query.bind(span.timezone, 'String'))} AS step,
          countIf(type = 'page') AS pages, toUnixTimestamp64Milli(max(time)) - toUnixTimestamp64Milli(began) AS lasted
        FROM events WHERE ${kept} AND ${isOwnDoing} GROUP BY visit`
    )
  }
}

const visitsByStep = (unit: Unit, visits: string) =>
  `SELECT if(isTotal, '', ${stepText(unit)}) AS bucket, * EXCEPT (step, isTotal) FROM (
    SELECT step, toUInt8(grouping(step)) AS isTotal, count() AS visits, countIf(pages = 1) AS bounces, countIf(pages > 0) AS withPages,
      sum(lasted) / 1000 AS seconds
    FROM (${visits}) GROUP BY step WITH ROLLUP)`

function happenedInRows(scope: Scope, generation: Generation, span: Span, unit: Unit, asked: VisitsAsked): Statement {
  const query = newQuery()
  const rows = keptRows(query, scope, generation, span, asked)
  return {
    query,
    sql: `SELECT if(isTotal, '', ${stepText(unit)}) AS bucket, * EXCEPT (step, isTotal) FROM (
        SELECT step, toUInt8(grouping(step)) AS isTotal, uniqExactIf(${personKey(query, scope.workspaceNumber, scope.joins)}, own) AS visitors,
          sum(counted) AS views, sum(started) AS conversations, 0 AS conversions
        FROM (SELECT *, ${stepSql(unit, 'began', query.bind(span.timezone, 'String'))} AS step FROM (${rows.all})) GROUP BY step WITH ROLLUP)`
  }
}

/** The rows of a visit lie in one hour and one day each, so it begins where the first of them does. */
function visitsInRows(
  query: Query,
  scope: Scope,
  generation: Generation,
  span: Span,
  unit: Unit,
  asked: VisitsAsked
): string {
  const rows = keptRows(query, scope, generation, span, asked)
  const step = (time: string) => stepSql(unit, time, query.bind(span.timezone, 'String'))
  return `SELECT ${step('began')} AS step, toInt64(lasted) AS lasted, toUInt64(pages) AS pages FROM (${rows.alone}) WHERE own
    UNION ALL SELECT ${step('first')} AS step, last - toUnixTimestamp64Milli(first) AS lasted, pages FROM (
      SELECT min(began) AS first, max(toUnixTimestamp64Milli(began) + lasted) AS last, sum(pages) AS pages
      FROM (${rows.torn}) WHERE own GROUP BY session)`
}
