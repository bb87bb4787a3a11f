import type { PathsAnswer } from '@foyer/protocol'

type Node = PathsAnswer['nodes'][number]
export type PlacedNode = Node & { key: string; x: number; y: number; height: number }
export type PlacedLink = { key: string; from: string; to: string; visits: number; path: string }
export type Placed = { nodes: PlacedNode[]; links: PlacedLink[]; width: number; height: number; column: number }

/** A node has at least the height of its two lines of words. */
const slot = 40
const gap = 8
const barWidth = 8
const leastColumn = 176
/** What the largest column may fill with bars. */
const room = 420

/** The rest has no name, and a page without an address has none either. */
export const nodeKey = (level: number, name: string, isRest = false) => `${level} ${isRest ? 'rest' : `node ${name}`}`

/**
 * Columns from left to right in the order things happened. Bars are as high as their visits; links leave and arrive in the order of the
 * nodes they join, so that few of them cross.
 */
export function placeOf(answer: PathsAnswer, wide: number): Placed {
  const levels = [...new Set(answer.nodes.map(({ level }) => level))].sort((left, right) => left - right)
  const columns = levels.map(level =>
    answer.nodes
      .filter(node => node.level === level)
      .toSorted(
        (left, right) => Number(left.isRest ?? false) - Number(right.isRest ?? false) || right.visits - left.visits
      )
  )
  const most = Math.max(1, ...columns.map(column => column.reduce((sum, { visits }) => sum + visits, 0)))
  const perVisit = room / most
  const column = Math.max(leastColumn, wide / Math.max(1, columns.length))
  const nodes: PlacedNode[] = []
  let height = 0
  columns.forEach((own, place) => {
    let y = 0
    for (const node of own) {
      const bar = Math.max(3, node.visits * perVisit)
      nodes.push({ ...node, key: nodeKey(node.level, node.name, node.isRest), x: place * column, y, height: bar })
      y += Math.max(slot, bar) + gap
    }
    height = Math.max(height, y - gap)
  })
  return {
    nodes,
    links: linksOf(answer, nodes, perVisit, column),
    width: column * columns.length,
    height: Math.max(height, slot),
    column
  }
}

function linksOf(answer: PathsAnswer, nodes: PlacedNode[], perVisit: number, column: number): PlacedLink[] {
  const at = new Map(nodes.map(node => [node.key, node]))
  const joined = answer.links.flatMap(link => {
    const from = at.get(nodeKey(link.level, link.from, link.fromRest))
    const to = at.get(nodeKey(link.level + 1, link.to, link.toRest))
    return from && to ? [{ link, from, to }] : []
  })
  const left = new Map<string, number>()
  const right = new Map<string, number>()
  return joined
    .toSorted((one, other) => one.from.y - other.from.y || one.to.y - other.to.y)
    .map(({ link, from, to }) => {
      const thick = Math.max(1, link.visits * perVisit)
      const begin = from.y + (left.get(from.key) ?? 0)
      const end = to.y + (right.get(to.key) ?? 0)
      left.set(from.key, (left.get(from.key) ?? 0) + thick)
      right.set(to.key, (right.get(to.key) ?? 0) + thick)
      return {
        key: `${from.key}\n${to.key}`,
        from: from.key,
        to: to.key,
        visits: link.visits,
        path: ribbon(from.x + barWidth, begin, to.x, end, thick, column)
      }
    })
}

function ribbon(x1: number, y1: number, x2: number, y2: number, thick: number, column: number): string {
  const bend = column / 2.4
  const [a, b] = [x1 + bend, x2 - bend]
  return `M${x1} ${y1}C${a} ${y1} ${b} ${y2} ${x2} ${y2}v${thick}C${b} ${y2 + thick} ${a} ${y1 + thick} ${x1} ${y1 + thick}z`
}
