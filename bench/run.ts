import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { readOptions } from './options.ts'
import { figureLine, type Report, table } from './report.ts'
import { analytics } from './scenarios/analytics.ts'
import { besideDead } from './scenarios/beside-dead.ts'
import { chat } from './scenarios/chat.ts'
import { deliveries } from './scenarios/deliveries.ts'
import { identify } from './scenarios/identify.ts'
import { ingest } from './scenarios/ingest.ts'
import { latency } from './scenarios/latency.ts'
import { limited } from './scenarios/limited.ts'
import { order } from './scenarios/order.ts'
import { outage } from './scenarios/outage.ts'
import { reading } from './scenarios/reading.ts'
import type { Found, Scenario } from './scenarios/scenario.ts'
import { start } from './scenarios/start.ts'
import { tracker } from './scenarios/tracker.ts'
import { waiting } from './scenarios/waiting.ts'

// npm run bench [scenario…] -- [--events 1000000,10000000] [--outage 3600] [--quick]
const scenarios: Record<string, Scenario> = {
  tracker,
  start,
  ingest,
  latency,
  identify,
  reading,
  chat,
  analytics,
  deliveries,
  'beside-dead': besideDead,
  limited,
  waiting,
  order,
  outage
}

const options = readOptions(process.argv.slice(2))
const unknown = options.scenarios.find(name => scenarios[name] === undefined)
if (unknown !== undefined) {
  console.error(`There is no scenario "${unknown}". There are ${Object.keys(scenarios).join(', ')}.`)
  process.exit(1)
}
const chosen = options.scenarios.length > 0 ? options.scenarios : Object.keys(scenarios)

const machine = {
  processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${release()} ${arch()}`,
  node: process.version
}
const found: Found = { requestsPerSecond: new Map() }
const reports: Report[] = []
for (const name of chosen) {
  console.log(`\n── ${name}`)
  for (const report of (await scenarios[name]?.(options, found)) ?? []) {
    reports.push(report)
    console.log(`${report.method}\n\n${table(report.figures.map(figureLine))}`)
    const folder = join(import.meta.dirname, 'results')
    mkdirSync(folder, { recursive: true })
    // What was measured is not lost to a run that only shows that the bench works.
    const file = `${report.scenario.replaceAll(/[^a-z0-9]+/g, '-')}${options.quick ? '-quick' : ''}.json`
    writeFileSync(
      join(folder, file),
      JSON.stringify({ at: new Date().toISOString(), machine, options, ...report }, null, 2)
    )
  }
}

const aims = reports.flatMap(report => report.figures).filter(figure => figure.target !== undefined)
if (aims.length > 0) {
  const lines = aims.map(figureLine)
  console.log(`\n── what was to be reached\n${table([['', 'measured', 'to reach', ''], ...lines])}`)
}
console.log(
  `\n${machine.processors}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}. Every run is in bench/results.`
)
if (options.quick) console.log('A quick run shows that the bench works, not how fast Foyer is.')
