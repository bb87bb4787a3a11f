import type { PathsQuestion } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { eventNameSql } from '../language/fields.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import { foldedPath, patternsOf } from './folding.ts'

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

/** The hash of that name. The store keeps the one of each event as it is called without patterns (migration 0009). */
function nodeHash(query: Query, question: PathsQuestion): string {
  const own = question.fold === false ? `if(type = 'page', cityHash64(path), node)` : 'node'
  const patterns = patternsOf(query, question).map(({ fits, name }) => `type = 'page' AND ${fits}, cityHash64(${name})`)
  return patterns.length === 0 ? own : `multiIf(${patterns.join(', ')}, ${own})`
}

/** Of each visit also when it began. */
type More = { withBegan?: true }

/**
 * One row a person, with their visits one after another: in line with each other are `visits` (which), `nodes` (hashes of names), `places`
 * (the how manieth of its way, from 1 at the anchor) and, where asked for, `begans`. Towards an end, ways are told backwards.
 *
 * The store lies by visitor, and there are ten times as many visits as people: to group by people and take the visits apart in arrays costs
 * half of what grouping by visits does. An event is one number of 256 bits (visit; time, count in its id, whether it is the anchor; node), so
 * that one sort puts the events of a visit together and in order.
 */
export function waysSql(query: Query, scope: Scope, span: Span, question: PathsQuestion, more: More = {}): string {
  const where = nodesWhere(query, scope, span, question)
  const anchor = anchorSql(query, scope, span, question)
  const moment = [
    'toUInt64(toUnixTimestamp64Milli(time)) * 8192',
    'bitAnd(reinterpretAsUInt64(id), 4095) * 2',
    ...(anchor === undefined ? [] : [anchor])
  ].join(' + ')
  const key = `bitShiftLeft(toUInt256(${visitKey}), 128) + (bitShiftLeft(toUInt128(${moment}), 64) + ${nodeHash(query, question)})`
  const isForward = wayOf(question).direction === 'from'
  const people = `SELECT ${personKey(query, scope.workspaceNumber, scope.joins)} AS who, any(visitor) AS someone,
      ${isForward ? 'arraySort' : 'arrayReverseSort'}(groupArray(${key})) AS keys
    FROM events WHERE ${where} GROUP BY who`
  const all = [
    'arrayMap(key -> toUInt64(bitShiftRight(key, 128)), keys) AS visits0',
    'arrayMap(key -> toUInt64(key), keys) AS nodes0',
    'arrayMap((visit, before) -> visit != before, visits0, arrayShiftRight(visits0, 1)) AS isNew',
    ...(anchor === undefined && !more.withBegan
      ? []
      : ['arrayMap(key -> toUInt64(bitShiftRight(key, 64)), keys) AS moments0']),
    ...(more.withBegan ? [beganSql(isForward)] : []),
    ...keptSql(anchor !== undefined, question.keepRepeats === true)
  ]
  const kept = ['visits', 'nodes', ...(more.withBegan ? ['begans'] : [])].map(
    column => `arrayFilter((one, isKept) -> isKept, ${column}0, isKept) AS ${column}`
  )
  const places = `arrayMap((index, first) -> index - first + 1, arrayEnumerate(visits),
      arrayFill((index, visit, before) -> visit != before, arrayEnumerate(visits), visits, arrayShiftRight(visits, 1))) AS places`
  return `SELECT *, ${places} FROM (SELECT who, someone, ${kept.join(', ')} FROM (SELECT who, someone, ${all.join(', ')} FROM (${people})))`
}

/** At each event, when the first one of its visit was. */
const beganSql = (isForward: boolean) =>
  isForward
    ? 'arrayFill((moment, isNew) -> isNew, moments0, isNew) AS begans0'
    : 'arrayReverseFill((moment, isLast) -> isLast, moments0, arrayShiftLeft(isNew, 1, 1)) AS begans0'

/** From the first anchor of a visit on; of a visit without one, nothing. What follows itself counts once. */
function keptSql(isAnchored: boolean, withRepeats: boolean): string[] {
  const isOther = 'node != before'
  const before = 'arrayShiftRight(nodes0, 1)'
  if (!isAnchored)
    return [
      withRepeats
        ? 'arrayMap(node -> 1, nodes0) AS isKept'
        : `arrayMap((node, before, isNew) -> isNew OR ${isOther}, nodes0, ${before}, isNew) AS isKept`
    ]
  const isTold =
    'arrayFill((isAnchor, isNew) -> isAnchor OR isNew, arrayMap(moment -> bitTest(moment, 0), moments0), isNew) AS isTold'
  return withRepeats
    ? [isTold, 'isTold AS isKept']
    : [
        isTold,
        `arrayMap((node, before, isNew, isTold, wasTold) -> isTold AND (isNew OR NOT wasTold OR ${isOther}), nodes0, ${before}, isNew, isTold, arrayShiftRight(isTold, 1)) AS isKept`
      ]
}

/** The milliseconds of what `begans` holds. */
export const beganMsSql = (began: string) => `toInt64(bitShiftRight(${began}, 13))`
