import type { BotChoice, Filter, OneFilter } from '@foyer/protocol'
import { fieldOf } from '../language/fields.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { aroundVisits, type Scope, spanSql } from '../language/span.ts'
import { rowColumns, rowOfEach, slotMs, viewColumns, viewsOfEvents } from './columns.ts'
import type { Generation } from './generations.ts'

export type Bounds = Pick<Span, 'fromMs' | 'toMs'>

/**
 * The rows of a span as two relations: visits of a single row (`alone`), which nothing has to be looked for with, and the rows of all
 * others (`torn`), which are to be grouped by `session`. What was stored after the table was made makes a visit one of these. `all` are the
 * same rows for whoever only adds them up: to tell a visit of two million whether something came since is most of what a list would cost.
 */
export type VisitRows = { alone: string; torn: string; all: string }

export function visitRows(query: Query, scope: Scope, generation: Generation, span: Bounds): VisitRows {
  const within = `${ofGeneration(query, scope, generation)} AND ${slotsOf(query, span)}`
  const since = (of: Bounds) => storedSince(query, scope, generation, of)
  // Also by what lies beyond the span: it can be what the visit began or ended with.
  const changed = `(SELECT reinterpretAsUInt64(session) FROM events WHERE ${since(aroundVisits(span))})`
  const rows = `SELECT ${rowColumns} FROM visits WHERE ${within}`
  const later = rowOfEach(since(span))
  return {
    alone: `${rows} AND alone AND session NOT IN ${changed}`,
    torn: `${rows} AND NOT alone UNION ALL ${rows} AND alone AND session IN ${changed} UNION ALL ${later}`,
    all: `${rows} UNION ALL ${later}`
  }
}

/** The page views of a span. */
export const pageViews = (query: Query, scope: Scope, generation: Generation, span: Bounds): string =>
  `SELECT ${viewColumns} FROM page_views WHERE ${ofGeneration(query, scope, generation)} AND ${slotsOf(query, span)}
    UNION ALL ${viewsOfEvents(storedSince(query, scope, generation, span))}`

const ofGeneration = (query: Query, scope: Scope, { generation }: Generation) =>
  `workspace = ${query.bind(scope.workspaceNumber, 'UInt32')} AND generation = ${query.bind(generation, 'UInt64')}`

const storedSince = (query: Query, scope: Scope, { storedBefore }: Generation, span: Bounds) =>
  `${spanSql(query, scope, span)} AND stored_at >= fromUnixTimestamp(${query.bind(storedBefore, 'UInt32')})`

export const slotsOf = (query: Query, span: Bounds) =>
  `slot >= ${query.bind(span.fromMs / slotMs, 'Int64')} AND slot < ${query.bind(span.toMs / slotMs, 'Int64')}`

export type RowsAsked = { filters?: readonly Filter[]; bots?: BotChoice; agentId?: string }

/** What may be asked of a row: the sender, the visit and the person are known, what happened in it is not. */
const known: readonly string[] = ['country', 'region', 'city', 'language', 'browser', 'os', 'device', 'bot', 'agent']

export const isSaidInRows = (property: string): boolean => known.includes(property)

const isKnown = (filter: OneFilter): boolean => {
  if (!('property' in filter)) return true
  const field = fieldOf(filter.property, 'filters')
  return field.level === 'visit' || field.level === 'trait' || isSaidInRows(filter.property)
}

/** The generation that answers a question as the events would; undefined where only they can. */
export function generationFor(scope: Scope, span: Bounds, asked: RowsAsked): Generation | undefined {
  const isWhole = span.fromMs % slotMs === 0 && span.toMs % slotMs === 0
  if (!scope.visits || scope.visitors || !isWhole) return undefined
  const fits = (asked.filters ?? []).every(filter =>
    'any' in filter
      ? filter.any.every(member => ('all' in member ? member.all.every(isKnown) : isKnown(member)))
      : isKnown(filter)
  )
  return fits ? scope.visits : undefined
}
