import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figure, machine, type Options, table } from './report.ts'
import { identify } from './scenarios/identify.ts'
import { ingest } from './scenarios/ingest.ts'
import { reading } from './scenarios/reading.ts'
import { start } from './scenarios/start.ts'

/** `npm run bench -- [scenario…] [--quick] [--events 1000000,10000000]`: bench/README.md says what is measured and how. */
const scenarios: Record<string, (options: Options) => Promise<Figure[]>> = { start, identify, ingest, reading }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, events: { type: 'string' } }
})
const unknown = positionals.find(name => !(name in scenarios))
if (unknown) {
  console.error(`There is no scenario "${unknown}". There are: ${Object.keys(scenarios).join(', ')}.`)
  process.exit(1)
}
const events = (values.events ?? (values.quick ? '100000' : '1000000,10000000')).split(',').map(Number)
const figures: Figure[] = []
const notes: string[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(scenarios)) {
  console.log(`\n${name}`)
  const note = (text: string) => {
    notes.push(`${name}: ${text}`)
    console.log(`  ${text}`)
  }
  const measured = (await scenarios[name]?.({ isQuick: values.quick, events, note })) ?? []
  figures.push(...measured)
  console.log(table(measured))
}
const folder = join(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
const file = join(folder, `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`)
writeFileSync(file, `${JSON.stringify({ ...machine(), figures, notes }, null, 2)}\n`)
console.log(`\nAll of it: ${file}`)
