import type { Condition } from '@foyer/protocol'
import { slotMs } from '../visits/columns.ts'
import type { Generation } from '../visits/generations.ts'
import type { Span } from './moments.ts'
import type { Query } from './query.ts'
import type { Joins } from './who.ts'

const dayMs = 86_400_000
/** An id's time and the event's own may be this far apart (`intake/event-id.ts`); ids with a dead clock lie in 1970. */
const idDriftMs = 7 * dayMs + dayMs
const mostQuarters = 80

/** A condition on a trait; `where` is its place in the question. */
export type TraitAsked = { condition: Condition; key: string; where: string; timezone: string }

/** Whose events are asked about, and what had to be looked up before they can be. */
export type Scope = {
  workspaceNumber: number
  joins: Joins
  nowMs: number
  /** Where a day that a condition names begins and ends. */
  timezone: string
  /** Of these visitors alone. */
  visitors?: readonly string[]
  /** The table of visits, where it is true of the events. */
  visits?: Generation | null
  /** Conditions are on rows of that table: of visits that have one, or of those that have several. */
  rows?: 'alone' | 'torn'
  /** Whether a person, by the SQL of their key, fits a condition on a trait. */
  traitFits(query: Query, asked: TraitAsked, who: string): string
  /** SQL for the value of a trait of an event's person, or of the one whose key is `who`, as text. */
  traitOf(query: Query, key: string, where: string, who?: string): string
  /** SQL that gives the keys of the people in a segment. */
  segmentSet(query: Query, segment: string, where: string): string
}

/** Events of the workspace in a span, by the parts they can lie in. */
export function spanSql(
  query: Query,
  scope: Pick<Scope, 'workspaceNumber' | 'visitors'>,
  span: Pick<Span, 'fromMs' | 'toMs'>
): string {
  const time = `time >= fromUnixTimestamp64Milli(${query.bind(span.fromMs, 'Int64')}) AND time < fromUnixTimestamp64Milli(${query.bind(span.toMs, 'Int64')})`
  const quarters = quartersOf(span)
  const parts = quarters ? ` AND _partition_id IN ${query.bind(quarters, 'Array(String)')}` : ''
  const own = scope.visitors ? ` AND visitor IN ${query.bind([...scope.visitors], 'Array(UUID)')}` : ''
  return `workspace = ${query.bind(scope.workspaceNumber, 'UInt32')}${own} AND ${time}${parts}`
}

function quartersOf(span: { fromMs: number; toMs: number }): string[] | undefined {
  const quarters = ['19700101']
  const first = new Date(span.fromMs - idDriftMs)
  for (
    let at = Date.UTC(first.getUTCFullYear(), Math.floor(first.getUTCMonth() / 3) * 3);
    at < span.toMs + idDriftMs;
    at = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 3)
  ) {
    quarters.push(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''))
    if (quarters.length > mostQuarters) return undefined
  }
  return quarters
}

/** A visit that reaches into the span began within a day before it: visits end after half an hour of nothing. By the rows of visits. */
export const aroundVisits = (span: Pick<Span, 'fromMs' | 'toMs'>) => ({
  fromMs: Math.floor((span.fromMs - dayMs) / slotMs) * slotMs,
  toMs: Math.ceil((span.toMs + dayMs) / slotMs) * slotMs
})
