import { join } from 'node:path'
import { openEvents } from '../packages/server/src/stores/events/index.ts'
import { readJob } from './measure.ts'

/** A process of its own: looks into the event store of a data folder that nobody has open. */
export type StoreFacts = { rows: number; rowsOnce: number; bytesPerEvent: number; parts: number }

const { folder, merged } = await readJob<{ folder: string; merged: boolean }>()
const events = await openEvents({ folder: join(folder, 'events') })
if (merged) await events.command('OPTIMIZE TABLE events FINAL')
const [once] = await events.query<{ rows: number }>('SELECT count() AS rows FROM events')
const [parts] = await events.query<{ rows: number; bytes: number; parts: number }>(
  "SELECT sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts WHERE active AND table = 'events'"
)
await events.close()
const facts: StoreFacts = {
  rows: parts?.rows ?? 0,
  rowsOnce: once?.rows ?? 0,
  bytesPerEvent: (parts?.bytes ?? 0) / Math.max(1, parts?.rows ?? 0),
  parts: parts?.parts ?? 0
}
console.log(JSON.stringify(facts))
