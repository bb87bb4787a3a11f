import type { PathsQuestion } from '@foyer/protocol'
import type { Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import type { Scope } from '../language/where.ts'
import { nodeName, nodesWhere, wayOf, waysSql } from './ways-sql.ts'

/** Of a node (`other` is '0' and `isEnd` 1 or 0) or of a step from `node` to `other`, the node of the next level; '0' is the rest. */
export type WayRow = {
  kind: 'node' | 'step'
  level: number
  node: string
  other: string
  visits: number
  ended: number
  /** Somebody who was there, to look up its name. */
  visitor: string
}

/**
 * How many visits were at each node of each level and went on to which, where all but the largest nodes of a level are one. Counted once:
 * each pair of neighbours stands for its first node; then the pairs learn from those of the next level whether their second is shown.
 */
export function pathsSql(scope: Scope, span: Span, question: PathsQuestion): { sql: string; query: Query } {
  const query = newQuery()
  const { levels } = wayOf(question)
  const last = query.bind(levels, 'UInt8')
  const pairs = `SELECT level, way[level] AS node, if(level = ${last}, toUInt64(way[level + 1] != 0), way[level + 1]) AS next, count() AS times, any(someone) AS witness
    FROM (SELECT someone, way, arrayJoin(range(1, least(length(way), ${last}) + 1)) AS level FROM (${waysSql(query, scope, span, question)}))
    GROUP BY level, node, next`
  const ranked = `SELECT *, dense_rank() OVER (PARTITION BY level ORDER BY whole DESC, node) <= ${query.bind(question.perLevel ?? 8, 'UInt8')} AS isShown
    FROM (SELECT *, sum(times) OVER (PARTITION BY level, node) AS whole FROM (${pairs}))`
  const sides = `SELECT times, witness, next = 0 AS isEnd, if(isShown, node, 0) AS first,
      arrayJoin(if(isEnd OR level = ${last}, [(level, node, isShown, 0)], [(level, node, isShown, 0), (level + 1, next, 0, 1)])) AS side,
      side.1 AS at, side.2 AS name, side.3 AS isLarge, side.4 AS isSecond
    FROM (${ranked})`
  const known = `SELECT *, max(isLarge) OVER (PARTITION BY at, name) AS isKnown FROM (${sides})`
  return {
    query,
    sql: `SELECT if(isSecond, 'step', 'node') AS kind, toUInt8(if(isSecond, at - 2, at - 1)) AS level, toString(if(isSecond, before, known)) AS node,
        toString(if(isSecond, known, 0)) AS other, sum(times) AS visits, sumIf(times, isEnd) AS ended, toString(any(witness)) AS visitor
      FROM (SELECT times, witness, isEnd, isSecond, at, if(isSecond, first, 0) AS before, if(isKnown, name, 0) AS known FROM (${known}))
      GROUP BY isSecond, at, before, known`
  }
}

/** The names of nodes, from the events of a few who were there: the store is sorted by visitor, so that hardly anything is read. */
export function namesSql(
  scope: Scope,
  span: Span,
  question: PathsQuestion,
  nodes: string[],
  visitors: string[]
): { sql: string; query: Query } {
  const query = newQuery()
  return {
    query,
    sql: `SELECT toString(cityHash64(name)) AS node, name FROM (
        SELECT DISTINCT ${nodeName(query, question)} AS name FROM events
        WHERE ${nodesWhere(query, scope, span, question)} AND visitor IN ${query.bind(visitors, 'Array(UUID)')})
      WHERE node IN ${query.bind(nodes, 'Array(String)')}`
  }
}
