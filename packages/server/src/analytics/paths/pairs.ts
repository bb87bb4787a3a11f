import type { PathsQuestion } from '@foyer/protocol'
import type { Asking } from '../question.ts'
import { type Large, largePairsSql, largestSql, marks, type Pair, pairsSql } from './paths-sql.ts'

/** More than a site with folded addresses has: its pairs are reduced here, which spares the store a second look at all events. */
const fewPairs = 20_000

/** The pairs of the largest nodes of each level; all others are the rest. */
export async function shownPairs(asking: Asking, question: PathsQuestion): Promise<Pair[]> {
  const { scope, span } = asking
  const perLevel = question.perLevel ?? 8
  const all = pairsSql(scope, span, question, fewPairs + 1)
  const pairs = await asking.ask<Pair>(all.sql, all.query)
  if (pairs.length <= fewPairs) return reduced(pairs, largestOf(pairs, perLevel))
  const largest = largestSql(scope, span, question, perLevel)
  const nodes = await asking.ask<Large>(largest.sql, largest.query)
  const { sql, query } = largePairsSql(scope, span, question, nodes)
  return asking.ask<Pair>(sql, query)
}

const placeOf = (distance: number, node: string) => `${distance} ${node}`

/** As the store ranks them: by their visits, and those of as many by their number. */
function largestOf(pairs: readonly Pair[], perLevel: number): Set<string> {
  const shown = new Set<string>()
  for (const [distance, own] of Map.groupBy(pairs, pair => pair.distance)) {
    const nodes = [...Map.groupBy(own, pair => pair.node)]
      .map(([node, of]) => ({ node, visits: of.reduce((sum, pair) => sum + pair.visits, 0) }))
      .sort((a, b) => b.visits - a.visits || (BigInt(a.node) < BigInt(b.node) ? -1 : 1))
    for (const { node } of nodes.slice(0, perLevel)) shown.add(placeOf(distance, node))
  }
  return shown
}

function reduced(pairs: readonly Pair[], shown: ReadonlySet<string>): Pair[] {
  const sums = new Map<string, Pair>()
  for (const pair of pairs) {
    const node = shown.has(placeOf(pair.distance, pair.node)) ? pair.node : marks.rest
    const isNode = pair.next !== marks.ended && pair.next !== marks.wentOn
    const next = !isNode || shown.has(placeOf(pair.distance + 1, pair.next)) ? pair.next : marks.rest
    const key = `${placeOf(pair.distance, node)} ${next}`
    const sum = sums.get(key)
    if (sum) sum.visits += pair.visits
    else sums.set(key, { ...pair, node, next })
  }
  return [...sums.values()]
}
