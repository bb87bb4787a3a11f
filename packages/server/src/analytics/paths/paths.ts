import type { PathsAnswer, PathsQuestion } from '@foyer/protocol'
import { rangeOf } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { namesSql, pathsSql, type WayRow } from './paths-sql.ts'
import { wayOf } from './ways-sql.ts'

/** Stands for all nodes of a level that are not shown. */
const rest = '0'

/** Levels are told from the left, in the order of time; where paths lead to an end, that is the last level. */
export async function paths(asking: Asking, question: PathsQuestion): Promise<PathsAnswer> {
  const { levels, direction } = wayOf(question)
  const { sql, query } = pathsSql(asking.scope, asking.span, question)
  const rows = await asking.ask<WayRow>(sql, query)
  const names = await namesOf(asking, question, rows)
  const name = (node: string) => (node === rest ? '' : (names.get(node) ?? ''))
  const level = (distance: number) => (direction === 'from' ? distance : levels - 1 - distance)

  const nodes = rows
    .filter(row => row.kind === 'node')
    .map(row => ({
      level: level(row.level),
      name: name(row.node),
      ...(row.node === rest && { isRest: true }),
      visits: row.visits,
      // Told backwards, a visit's way ends with what it began with.
      ...(direction === 'from' ? { ended: row.ended } : { ended: 0, began: row.ended })
    }))
    .sort(
      (a, b) =>
        a.level - b.level ||
        Number(a.isRest ?? false) - Number(b.isRest ?? false) ||
        b.visits - a.visits ||
        (a.name < b.name ? -1 : 1)
    )
  const links = rows
    .filter(row => row.kind === 'step')
    .map(row => {
      const near = { name: name(row.node), isRest: row.node === rest }
      const far = { name: name(row.other), isRest: row.other === rest }
      const [from, to] = direction === 'from' ? [near, far] : [far, near]
      return {
        level: level(direction === 'from' ? row.level : row.level + 1),
        from: from.name,
        to: to.name,
        ...(from.isRest && { fromRest: true }),
        ...(to.isRest && { toRest: true }),
        visits: row.visits
      }
    })
    .sort(
      (a, b) =>
        a.level - b.level || b.visits - a.visits || (a.from < b.from || (a.from === b.from && a.to < b.to) ? -1 : 1)
    )
  const first = rows.filter(row => row.kind === 'node' && row.level === 0)
  return {
    range: rangeOf(asking.span, asking.nowMs),
    levels,
    direction,
    visits: first.reduce((sum, row) => sum + row.visits, 0),
    nodes,
    links
  }
}

async function namesOf(asking: Asking, question: PathsQuestion, rows: WayRow[]): Promise<Map<string, string>> {
  const shown = rows.filter(row => row.kind === 'node' && row.node !== rest)
  if (shown.length === 0) return new Map()
  const nodes = [...new Set(shown.map(row => row.node))]
  const visitors = [...new Set(shown.map(row => row.visitor))]
  const { sql, query } = namesSql(asking.scope, asking.span, question, nodes, visitors)
  const names = await asking.ask<{ node: string; name: string }>(sql, query)
  return new Map(names.map(({ node, name }) => [node, name]))
}
