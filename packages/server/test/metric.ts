import { foyerUrl } from './workspace.ts'

/** A number that `/metrics` of the server under test shows; 0 where nothing was counted yet. */
export async function metric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const text = await (await fetch(`${foyerUrl()}/metrics`)).text()
  const shown = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  for (const line of text.split('\n')) {
    const [, found, inside = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (found === name && shown.every(one => inside.split(',').includes(one))) return Number(value)
  }
  return 0
}
