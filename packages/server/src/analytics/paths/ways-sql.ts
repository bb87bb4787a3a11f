import type { PathsQuestion } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { eventNameSql } from '../language/fields.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import { foldedPath } from './folding.ts'

export type Way = { levels: number; direction: 'from' | 'to' }

export function wayOf(question: PathsQuestion): Way {
  if (question.start && question.end)
    throw new AppError('invalid', 'end: a path has a start or an end, not both. Leave one of them out.', {
      field: 'end'
    })
  return { levels: question.levels ?? 5, direction: question.end ? 'to' : 'from' }
}

const kinds = {
  pages: `type IN ('page', 'screen')`,
  events: `type IN ('track', 'conversation')`,
  both: `type IN ('page', 'screen', 'track', 'conversation')`
} as const

/** Which events are nodes. One that a path starts or ends with always is. */
export function nodesWhere(query: Query, scope: Scope, span: Span, question: PathsQuestion): string {
  const anchor = anchorSql(query, scope, span, question)
  const kind = kinds[question.nodes ?? 'pages']
  return `${eventsWhere(query, scope, span, question)} AND ${anchor === undefined ? kind : `(${kind} OR ${anchor})`}`
}

function anchorSql(query: Query, scope: Scope, span: Span, question: PathsQuestion): string | undefined {
  if (question.start) return choiceSql(query, scope, question.start, span, 'start')
  return question.end && choiceSql(query, scope, question.end, span, 'end')
}

/** What a node is called. */
export const nodeName = (query: Query, question: PathsQuestion): string =>
  `if(type = 'page', ${foldedPath(query, question)}, ${eventNameSql})`

/**
 * One row a visit: `way`, its nodes as hashes of their names, from the anchor on; one more than there are levels, so that it shows whether
 * the visit went on. Towards an end it is told backwards.
 *
 * An event is one number of 128 bits (time, the count in its id, whether it is the anchor, name), which is sorted four times as fast as a
 * tuple.
 */
export function waysSql(query: Query, scope: Scope, span: Span, question: PathsQuestion): string {
  const { levels, direction } = wayOf(question)
  const where = nodesWhere(query, scope, span, question)
  const anchor = anchorSql(query, scope, span, question)
  const packed = [
    `bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 80)`,
    `bitShiftLeft(toUInt128(bitAnd(reinterpretAsUInt64(id), 4095)), 68)`,
    ...(anchor === undefined ? [] : [`bitShiftLeft(toUInt128(${anchor}), 64)`]),
    `if(type = 'page', cityHash64(${foldedPath(query, question)}), cityHash64(${eventNameSql}))`
  ].join(' + ')
  const begin = anchor === undefined ? 'seen' : anchoredSql[direction]
  const names = `arrayMap(one -> toUInt64(one), ${begin})`
  const compact = question.keepRepeats ? names : `arrayCompact(${names})`
  const told = direction === 'from' ? compact : `arrayReverse(${compact})`
  return `SELECT who, someone, beganMs, arraySlice(${told}, 1, ${query.bind(levels + 1, 'UInt8')}) AS way FROM (
      SELECT any(${personKey(query, scope.workspaceNumber, scope.joins)}) AS who, any(visitor) AS someone, min(toUnixTimestamp64Milli(time)) AS beganMs, arraySort(groupArray(${packed})) AS seen
      FROM events WHERE ${where} GROUP BY ${visitKey})
    WHERE notEmpty(way)`
}

const isAnchor = 'bitTest(toUInt64(bitShiftRight(one, 64)), 0)'
/** From the first time on; up to the last. Of whom neither happened, nothing is left. */
const anchoredSql = {
  from: `arraySlice(seen, if(arrayExists(one -> ${isAnchor}, seen), arrayFirstIndex(one -> ${isAnchor}, seen), length(seen) + 1))`,
  to: `arraySlice(seen, 1, arrayLastIndex(one -> ${isAnchor}, seen))`
} as const
