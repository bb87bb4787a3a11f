import type { PathsAnswer, PathsQuestion } from '@foyer/protocol'
import { rangeOf } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { shownPairs } from './pairs.ts'
import { marks, namesSql, type Pair } from './paths-sql.ts'
import { wayOf } from './ways-sql.ts'

/** Levels are told from the left, in the order of time; where paths lead to an end, that is the last level. */
export async function paths(asking: Asking, question: PathsQuestion): Promise<PathsAnswer> {
  const { levels, direction } = wayOf(question)
  const pairs = await shownPairs(asking, question)
  const names = await namesOf(asking, question, pairs)
  const nameOf = (node: string) => names.get(node) ?? ''
  const levelOf = (distance: number) => (direction === 'from' ? distance : levels - 1 - distance)

  const nodes = [...Map.groupBy(pairs, pair => `${pair.distance} ${pair.node}`).values()].flatMap(own => {
    const [one] = own
    if (!one) return []
    const ended = sum(own.filter(pair => pair.next === marks.ended))
    return {
      level: levelOf(one.distance),
      name: nameOf(one.node),
      ...(one.node === marks.rest && { isRest: true }),
      visits: sum(own),
      // Told backwards, a visit's way ends with what it began with.
      ...(direction === 'from' ? { ended } : { ended: 0, began: ended })
    }
  })
  const links = pairs
    .filter(pair => pair.next !== marks.ended && pair.next !== marks.wentOn)
    .map(pair => {
      const [from, to] = direction === 'from' ? [pair.node, pair.next] : [pair.next, pair.node]
      return {
        level: Math.min(levelOf(pair.distance), levelOf(pair.distance + 1)),
        from: nameOf(from),
        to: nameOf(to),
        ...(from === marks.rest && { fromRest: true }),
        ...(to === marks.rest && { toRest: true }),
        visits: pair.visits
      }
    })
  return {
    range: rangeOf(asking.span, asking.nowMs),
    levels,
    direction,
    visits: sum(pairs.filter(pair => pair.distance === 0)),
    nodes: nodes.sort(
      (a, b) =>
        a.level - b.level ||
        Number(a.isRest ?? false) - Number(b.isRest ?? false) ||
        b.visits - a.visits ||
        (a.name < b.name ? -1 : 1)
    ),
    links: links.sort(
      (a, b) =>
        a.level - b.level || b.visits - a.visits || (a.from < b.from || (a.from === b.from && a.to < b.to) ? -1 : 1)
    )
  }
}

const sum = (pairs: readonly Pair[]) => pairs.reduce((visits, pair) => visits + pair.visits, 0)

async function namesOf(asking: Asking, question: PathsQuestion, pairs: Pair[]): Promise<Map<string, string>> {
  const shown = pairs.filter(pair => pair.node !== marks.rest)
  if (shown.length === 0) return new Map()
  // One who was there is enough, and each costs a look at theirs.
  const seers = new Map(shown.map(pair => [pair.node, pair.visitor]))
  const [nodes, visitors] = [[...seers.keys()], [...new Set(seers.values())]]
  const { sql, query } = namesSql(asking.scope, asking.span, question, nodes, visitors)
  const names = await asking.ask<{ node: string; name: string }>(sql, query)
  return new Map(names.map(({ node, name }) => [node, name]))
}
