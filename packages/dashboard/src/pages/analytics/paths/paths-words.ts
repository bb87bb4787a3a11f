import type { PathsAnswer } from '@foyer/protocol'
import type { ChartTable } from '../../../charts/chart-frame.tsx'
import { count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { nodeKey } from './sankey.ts'

type Node = Pick<PathsAnswer['nodes'][number], 'name' | 'isRest'>

export const nodeWords = ({ name, isRest }: Node): string => (isRest ? 'Everything else' : plainText(name) || 'unknown')

/** Every band of the drawing, and where paths ended, as rows. */
export function tableOf(answer: PathsAnswer): ChartTable {
  const bands = answer.links.map(link => ({
    level: link.level,
    visits: link.visits,
    key: `${nodeKey(link.level, link.from, link.fromRest)} ${nodeKey(link.level + 1, link.to, link.toRest)}`,
    from: nodeWords({ name: link.from, isRest: link.fromRest }),
    to: nodeWords({ name: link.to, isRest: link.toRest })
  }))
  const ends = answer.nodes
    .filter(({ ended }) => ended > 0)
    .map(node => ({
      level: node.level,
      visits: node.ended,
      key: `${nodeKey(node.level, node.name, node.isRest)} end`,
      from: nodeWords(node),
      to: 'Nothing more'
    }))
  const begins = answer.nodes
    .filter(({ began = 0 }) => began > 0)
    .map(node => ({
      level: node.level,
      visits: node.began ?? 0,
      key: `${nodeKey(node.level, node.name, node.isRest)} begin`,
      from: 'Nothing before',
      to: nodeWords(node)
    }))
  return {
    columns: [
      { label: 'Step', isNumber: true },
      { label: 'From' },
      { label: 'To' },
      { label: 'Visits', isNumber: true }
    ],
    rows: [...bands, ...ends, ...begins]
      .sort((left, right) => left.level - right.level || right.visits - left.visits)
      .map(({ key, level, from, to, visits }) => ({ key, cells: [count(level + 1), from, to, count(visits)] }))
  }
}
