import type { BotChoice, Filter, OneFilter } from '@foyer/protocol'
import { fieldOf } from '../language/fields.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { aroundVisits, type Scope, spanSql } from '../language/span.ts'
import { rowColumns, rowsOfEvents, slotMs } from './columns.ts'
import type { Generation } from './generations.ts'

export type Bounds = Pick<Span, 'fromMs' | 'toMs'>

/**
 * The rows of a span as two relations: visits of a single row (`alone`), which nothing has to be looked for with, and the rows of all
 * others (`torn`), which are to be grouped by `session`. What was stored after the table was made makes a visit one of these.
 */
export type VisitRows = { alone: string; torn: string }

export function visitRows(query: Query, scope: Scope, generation: Generation, span: Bounds): VisitRows {
  const own = `workspace = ${query.bind(scope.workspaceNumber, 'UInt32')} AND generation = ${query.bind(generation.generation, 'UInt64')}`
  const within = slotsOf(query, span)
  const since = (of: Bounds) =>
    `${spanSql(query, scope, of)} AND stored_at >= fromUnixTimestamp(${query.bind(generation.storedBefore, 'UInt32')})`
  // Also by what lies beyond the span: it can be what the visit began or ended with.
  const changed = `(SELECT reinterpretAsUInt64(session) FROM events WHERE ${since(aroundVisits(span))})`
  const rows = (alone: string) => `SELECT ${rowColumns} FROM visits WHERE ${own} AND ${alone} AND ${within}`
  return {
    alone: rows(`alone AND session NOT IN ${changed}`),
    torn: `${rows('NOT alone')} UNION ALL ${rows(`alone AND session IN ${changed}`)} UNION ALL ${rowsOfEvents(since(span))}`
  }
}

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
