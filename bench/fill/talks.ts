import { join } from 'node:path'
import { gatherQuiet } from '../../packages/server/src/conversations/gather.ts'
import { openRecords } from '../../packages/server/src/stores/records/index.ts'
import { readJob } from '../measure.ts'
import { peopleSql, visitorSql } from './sql.ts'
import { conversationSql, messageSql, messagesEach } from './talks-sql.ts'

/** A process of its own: fills the records of a data folder that nobody has open with conversations and their messages. */
export type TalksJob = { folder: string; conversations: number }
export type TalksResult = { seconds: number; messages: number }

const job = await readJob<TalksJob>()
const began = performance.now()
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const records = await openRecords({ folder: join(job.folder, 'records'), log })
const { sql } = records
const [workspace] = await sql<{ id: string }[]>`SELECT id FROM workspaces`
const [agent] = await sql<{ id: string }[]>`SELECT id FROM agents`
const [member] = await sql<{ id: string }[]>`SELECT id FROM members`
if (!workspace || !agent || !member) throw new Error('there is no workspace to fill')

const step = 20_000
const start = new Date(Date.now() - 90 * 86_400_000)
await sql`SET statement_timeout = 0`
for (let from = 0; from < job.conversations; from += step) {
  const to = Math.min(job.conversations, from + step) - 1
  await sql.begin(async tx => {
    await tx`SET LOCAL statement_timeout = 0`
    await tx.unsafe(visitorSql, [workspace.id, from, to, start, 20, 4])
    await tx.unsafe(peopleSql, [from, to])
    await tx.unsafe(conversationSql, [workspace.id, agent.id, member.id, from, to, start, job.conversations])
    await tx.unsafe(messageSql, [from, to, member.id])
  })
}
await gatherQuiet({ sql, clock: () => new Date() })
await sql`VACUUM ANALYZE`
await records.close()
const result: TalksResult = {
  seconds: (performance.now() - began) / 1000,
  messages: job.conversations * messagesEach
}
console.log(JSON.stringify(result))
