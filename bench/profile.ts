import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from './report.ts'

type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

const shown = 30

/** Where the newest profile of the folder says the time went, without what waited. */
export function profileOf(folder: string): string {
  const file = readdirSync(folder)
    .filter(name => name.endsWith('.cpuprofile'))
    .sort()
    .at(-1)
  if (!file) return 'No profile was left.'
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
  const names = new Map(nodes.map(node => [node.id, nameOf(node.callFrame)]))
  const spent = new Map<string, number>()
  let busy = 0
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? ''
    if (name.startsWith('(idle)')) continue
    const micros = timeDeltas[at] ?? 0
    busy += micros
    spent.set(name, (spent.get(name) ?? 0) + micros)
  }
  const rows = [...spent].sort((a, b) => b[1] - a[1]).slice(0, shown)
  const all = timeDeltas.reduce((sum, micros) => sum + micros, 0)
  const lines = rows.map(([name, micros]) => [`${((micros / busy) * 100).toFixed(1)} %`, name])
  return `${file}: the thread was busy ${((busy / all) * 100).toFixed(0)} % of the time; of that\n${table(lines)}`
}

const nameOf = ({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']) => {
  const place = url.replace(/^.*\/(?:node_modules|packages)\//, '')
  return `${functionName || '(anonymous)'} ${place === '' ? '' : `${place}:${lineNumber + 1}`}`
}
