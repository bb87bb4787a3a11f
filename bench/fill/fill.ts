import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openEvents } from '../../packages/server/src/stores/events/index.ts'
import { openRecords } from '../../packages/server/src/stores/records/index.ts'
import { readJob } from '../measure.ts'
import { eventSql, eventsPerVisit, peopleSql, span, visitorSql, visitSql } from './sql.ts'

/** A process of its own: fills both stores of a data folder that nobody has open. */
export type FillJob = {
  folder: string
  events: number
  visitors: number
  /** Visits in the records too: the inbox and timelines show them, reports read none. At 100 M events they take half an hour. */
  withVisits: boolean
}
export type FillResult = { seconds: number; visitors: string[]; visits: number }

const job = await readJob<FillJob>()
const began = performance.now()
const visits = job.events / eventsPerVisit
const startMs = Date.now() - span.days * 86_400_000
const start = new Date(startMs)
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const records = await openRecords({ folder: join(job.folder, 'records'), log })
const sql = await records.sql.reserve()
// Two million people at a time are more than a statement of a server has time for.
await sql`SET statement_timeout = 0`
const [workspace] = await sql<{ id: string; number: number }[]>`SELECT id, number FROM workspaces`
const [agent] = await sql<{ id: string }[]>`SELECT id FROM agents`
if (!workspace || !agent) throw new Error('there is no workspace to fill')

// Each step reads all visitors once.
const step = 500_000
const each = async (count: number, work: (from: number, to: number) => Promise<unknown>) => {
  for (let from = 0; from < count; from += step) await work(from, Math.min(count, from + step) - 1)
}
const perVisitor = job.events / job.visitors
await each(job.visitors, (from, to) =>
  sql.unsafe(visitorSql, [workspace.id, from, to, start, perVisitor, perVisitor / eventsPerVisit])
)
await sql`ANALYZE visitors`
await each(job.visitors, (from, to) => sql.unsafe(peopleSql, [from, to]))
if (job.withVisits) await each(visits, (from, to) => sql.unsafe(visitSql, [from, to, job.visitors, start]))
await sql`VACUUM ANALYZE`
sql.release()
await records.close()

const events = await openEvents({ folder: join(job.folder, 'events') })
const chunk = 1_000_000
for (let from = 0; from < job.events; from += chunk) {
  await events.command('SET max_partitions_per_insert_block = 0')
  await events.command(eventSql, {
    workspace: workspace.number,
    agent: agent.id,
    visitors: job.visitors,
    startMs,
    from,
    count: Math.min(chunk, job.events - from)
  })
}
// What a quiet night does by itself.
await events.command('OPTIMIZE TABLE events FINAL')
await events.close()

const ids = Array.from({ length: 500 }, (_, at) => (at * 7_907) % job.visitors)
const result: FillResult = {
  seconds: (performance.now() - began) / 1000,
  visits,
  visitors: ids.map(id => `vis_${createHash('md5').update(`visitor ${id}`).digest('hex')}`)
}
console.log(JSON.stringify(result))
