import type { PathsQuestion } from '@foyer/protocol'
import type { Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import type { Scope } from '../language/where.ts'
import { browsersSql } from '../language/who.ts'
import { beganMsSql, nodeName, nodesWhere, wayOf, waysSql } from './ways-sql.ts'

type Statement = { sql: string; query: Query }

/** No hash of a name is one of these. */
export const marks = { ended: '0', wentOn: '1', rest: '2' } as const

/** So many visits were at `node`, so far from the anchor, and then at `next`. */
export type Pair = {
  distance: number
  node: string
  /** Behind the last level it is only told whether they went on. */
  next: string
  visits: number
  /** A browser of somebody who was there, to look up its name. */
  visitor: string
}

/** Of each visit and level: `at` (from 1), the node there and what is next. */
function stepsSql(query: Query, scope: Scope, span: Span, question: PathsQuestion): string {
  const last = query.bind(wayOf(question).levels, 'UInt8')
  return `SELECT someone AS member, at, here, if(at = ${last}, toUInt64(next != 0), next) AS after
    FROM (${waysSql(query, scope, span, question)})
    ARRAY JOIN places AS at, nodes AS here,
      arrayMap((next, place) -> if(place > 1, next, 0), arrayShiftLeft(nodes, 1), arrayShiftLeft(places, 1)) AS next
    WHERE at <= ${last}`
}

/** All pairs, up to so many. */
export function pairsSql(scope: Scope, span: Span, question: PathsQuestion, most: number): Statement {
  const query = newQuery()
  return {
    query,
    sql: `${countedSql('here', 'after', stepsSql(query, scope, span, question))} LIMIT ${query.bind(most, 'UInt32')}`
  }
}

const countedSql = (node: string, next: string, steps: string) =>
  `SELECT toUInt8(at - 1) AS distance, toString(${node}) AS node, toString(${next}) AS next, count() AS visits, toString(any(member)) AS visitor
    FROM (${steps}) GROUP BY at, ${node}, ${next}`

export type Large = { distance: number; node: string }

/** The largest nodes of each level. */
export function largestSql(scope: Scope, span: Span, question: PathsQuestion, perLevel: number): Statement {
  const query = newQuery()
  return {
    query,
    sql: `SELECT toUInt8(at - 1) AS distance, toString(here) AS node FROM (${stepsSql(query, scope, span, question)})
      GROUP BY at, here ORDER BY count() DESC, here LIMIT ${query.bind(perLevel, 'UInt8')} BY at`
  }
}

/** The pairs of these nodes, with the rest of each level as one. */
export function largePairsSql(scope: Scope, span: Span, question: PathsQuestion, large: readonly Large[]): Statement {
  const query = newQuery()
  const nodes = query.bind(
    large.map(one => one.node),
    'Array(String)'
  )
  const distances = query.bind(
    large.map(one => one.distance),
    'Array(Int64)'
  )
  // A node of a level is one number, for a look-up in memory.
  const keys = `arrayMap((node, distance) -> bitXor(toUInt64(node), toUInt64(distance + 1)), ${nodes}, ${distances})`
  const shown = (node: string, at: string) =>
    `transform(bitXor(${node}, toUInt64(${at})), ${keys}, arrayMap(node -> toUInt64(node), ${nodes}), toUInt64(${marks.rest}))`
  const steps = `SELECT member, at, ${shown('here', 'at')} AS first, if(after <= 1, after, ${shown('after', 'at + 1')}) AS second
    FROM (${stepsSql(query, scope, span, question)})`
  return { query, sql: countedSql('first', 'second', steps) }
}

/** The names of nodes, from the events of a few who were there: the store is sorted by visitor, so that hardly anything is read. */
export function namesSql(
  scope: Scope,
  span: Span,
  question: PathsQuestion,
  nodes: string[],
  visitors: string[]
): Statement {
  const query = newQuery()
  return {
    query,
    sql: `SELECT toString(cityHash64(name)) AS node, name FROM (
        SELECT DISTINCT ${nodeName(query, question)} AS name FROM events
        WHERE ${nodesWhere(query, scope, span, question)} AND visitor IN ${browsersSql(query, scope.workspaceNumber, scope.joins, visitors)})
      WHERE node IN ${query.bind(nodes, 'Array(String)')}`
  }
}

/** The people who were at one of these nodes, or at any other, and when the latest of those visits began. */
export function nodePeopleSql(
  scope: Scope,
  span: Span,
  question: PathsQuestion,
  node: { distance: number; names: string[]; isRest: boolean }
): Statement {
  const query = newQuery()
  const at = query.bind(node.distance + 1, 'UInt8')
  const hashes = `arrayMap(name -> cityHash64(name), ${query.bind(node.names, 'Array(String)')})`
  const isThere = `place = ${at} AND ${node.isRest ? 'NOT ' : ''}has(${hashes}, node)`
  return {
    query,
    sql: `SELECT who, ${beganMsSql('arrayMax(there)')} AS atMs FROM (
        SELECT who, arrayFilter((began, node, place) -> ${isThere}, begans, nodes, places) AS there
        FROM (${waysSql(query, scope, span, question, { withBegan: true })}))
      WHERE notEmpty(there)`
  }
}
