import type { PrivacyApply, PrivacyPolicy } from '@foyer/protocol'
import type { ISql, Sql } from 'postgres'
import { AppError } from '../http/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import { alone } from '../stores/records/index.ts'
import { countIn, type Holding, partitionsOf, rewritePartition } from './event-rewrites.ts'
import { obeying } from './obey-events.ts'
import { type Batch, obeyConversations, obeyPeople, obeyVisitors } from './obey-records.ts'
import { rulesOf } from './policy.ts'
import { type RuleTable, ruleTable } from './rule-table.ts'
import { obeyLines } from './set-aside-lines.ts'

export type Applying = {
  sql: Sql
  events: EventStore
  /** Resolves when what was acknowledged until now is in the event store. */
  drained(): Promise<void>
  sleep(ms: number): Promise<void>
  hasEnded(): boolean
  clock: () => Date
}

type Row = {
  workspaceId: string
  number: number
  policy: PrivacyPolicy
  askedAt: Date
  askedBy: string
  finishedAt: Date | null
  step: string
  after: string
  done: number
  total: number
  changed: number
  problem: string | null
}

const columns = (sql: ISql) => sql`
  a.workspace_id AS "workspaceId", w.number, a.policy, a.asked_at AS "askedAt", a.asked_by AS "askedBy",
  a.finished_at AS "finishedAt", a.step, a.after, a.done, a.total, a.changed, a.problem`

/** Other processes write by the rules they knew a moment ago, and what they have answered for is counted a moment later. */
const settleMs = 3_500
const stepMs = 100

const steps = ['visitors', 'people', 'conversations', 'set aside', 'events', 'requests'] as const
type Step = (typeof steps)[number]

/** In the transaction that writes it into the trail. One at a time in a workspace; what one stops at, the next begins anew. */
export async function askToApply(
  tx: ISql,
  asked: { workspaceId: string; policy: PrivacyPolicy; at: Date; by: string }
): Promise<void> {
  const written = await tx`
    INSERT INTO privacy_applies AS a (workspace_id, policy, asked_at, asked_by, step)
    VALUES (${asked.workspaceId}, ${tx.json(asked.policy)}, ${asked.at}, ${asked.by}, ${steps[0]})
    ON CONFLICT (workspace_id) DO UPDATE SET policy = excluded.policy, asked_at = excluded.asked_at, asked_by = excluded.asked_by,
      finished_at = NULL, step = excluded.step, after = '', done = 0, total = 0, changed = 0, problem = NULL
    WHERE a.finished_at IS NOT NULL`
  if (written.count === 0)
    throw new AppError('conflict', 'What is stored is being gone through already. Wait until it is done.')
}

export async function applyOf(sql: ISql, workspaceId: string): Promise<PrivacyApply> {
  const [row] = await sql<Row[]>`
    SELECT ${columns(sql)} FROM privacy_applies a JOIN workspaces w ON w.id = a.workspace_id
    WHERE a.workspace_id = ${workspaceId}`
  if (!row) return { state: 'never', done: 0, total: 0, changed: 0 }
  const { askedAt, askedBy, finishedAt, step, done, total, changed, problem } = row
  return {
    state: finishedAt === null ? 'running' : problem === null ? 'done' : 'failed',
    askedAt: askedAt.toISOString(),
    askedBy,
    done,
    total,
    changed,
    ...(finishedAt === null ? { step } : { finishedAt: finishedAt.toISOString() }),
    ...(problem === null ? {} : { problem })
  }
}

/** Goes on with whatever was asked for and is not done: also what another process, or an earlier run, did not come to the end of. */
export async function applyAsked(applying: Applying, log: { warn(details: object, message: string): void }) {
  const { sql } = applying
  const open = await sql<{ workspaceId: string }[]>`
    SELECT workspace_id AS "workspaceId" FROM privacy_applies WHERE finished_at IS NULL ORDER BY asked_at`
  for (const { workspaceId } of open) {
    if (applying.hasEnded()) return
    await alone(sql, `privacy apply ${workspaceId}`, async () => {
      try {
        await applyOne(applying, workspaceId)
      } catch (fault) {
        log.warn({ err: fault }, 'what is stored was not made to obey the privacy policy')
        if (applying.hasEnded()) return
        const problem = 'A store did not take the change. What was gone through so far stays; ask for it again.'
        await sql`
          UPDATE privacy_applies SET finished_at = ${applying.clock()}, problem = ${problem} WHERE workspace_id = ${workspaceId}`
      }
    })
  }
}

async function applyOne(applying: Applying, workspaceId: string): Promise<void> {
  const { sql, clock } = applying
  const row = await read(sql, workspaceId)
  if (!row) return
  const rules = ruleTable(row.policy)
  if (row.total === 0) {
    for (let waited = 0; waited < settleMs && !applying.hasEnded(); waited += stepMs) await applying.sleep(stepMs)
    await sql`UPDATE privacy_applies SET total = ${await totalOf(applying, row)} WHERE workspace_id = ${workspaceId}`
  }
  let after = row.after
  for (const step of steps.slice(steps.indexOf(row.step as Step))) {
    for (let isMore = true; isMore; ) {
      if (applying.hasEnded()) return
      const batch = await batchOf(applying, row, rules, step, after)
      isMore = batch.after !== null
      after = batch.after ?? ''
      const next = isMore ? step : (steps[steps.indexOf(step) + 1] ?? step)
      await sql`
        UPDATE privacy_applies SET step = ${next}, after = ${after}, done = least(total, done + ${batch.done}),
          changed = changed + ${batch.changed} WHERE workspace_id = ${workspaceId}`
    }
  }
  await sql`UPDATE privacy_applies SET finished_at = ${clock()}, done = total WHERE workspace_id = ${workspaceId}`
}

async function read(sql: ISql, workspaceId: string): Promise<Row | undefined> {
  const [row] = await sql<Row[]>`
    SELECT ${columns(sql)} FROM privacy_applies a JOIN workspaces w ON w.id = a.workspace_id
    WHERE a.workspace_id = ${workspaceId} AND a.finished_at IS NULL`
  return row
}

async function totalOf({ sql, events }: Applying, { workspaceId, number }: Row): Promise<number> {
  const [records] = await sql<{ total: number }[]>`
    SELECT (SELECT count(*) FROM visitors WHERE workspace_id = ${workspaceId})
      + (SELECT count(*) FROM people WHERE workspace_id = ${workspaceId})
      + (SELECT count(*) FROM conversations WHERE workspace_id = ${workspaceId}) AS total`
  const [stored] = await events.lookUp<{ total: number }>(
    `SELECT (SELECT count() FROM events WHERE workspace = {number:UInt32})
      + (SELECT count() FROM requests WHERE workspace = {number:UInt32}) AS total`,
    { number }
  )
  // Never zero, which is what one that has not begun has.
  return Number(records?.total ?? 0) + Number(stored?.total ?? 0) + 1
}

async function batchOf(applying: Applying, row: Row, rules: RuleTable, step: Step, after: string): Promise<Batch> {
  const { sql } = applying
  switch (step) {
    case 'visitors':
      return obeyVisitors(sql, row.workspaceId, rules, after)
    case 'people':
      return obeyPeople(sql, row.workspaceId, rules, after)
    case 'conversations':
      return obeyConversations(sql, row.workspaceId, rules, after)
    case 'set aside': {
      const lines = await obeyLines(sql, row.workspaceId, rulesOf(row.policy))
      return { after: null, done: 0, changed: [...lines.values()].reduce((total, count) => total + count, 0) }
    }
    case 'events':
    case 'requests':
      return obeyEvents(applying, step, row, rules, after)
  }
}

/** One partition of the events, or of the request log. */
async function obeyEvents(applying: Applying, of: Holding, row: Row, rules: RuleTable, after: string): Promise<Batch> {
  const { events } = applying
  if (after === '') await applying.drained()
  const left = (await partitionsOf(events, of)).filter(partition => partition > after)
  const partition = left[0]
  if (partition === undefined) return { after: null, done: 0, changed: 0 }
  const done = await countIn(events, partition, {
    of,
    where: 'workspace = {number:UInt32}',
    params: { number: row.number }
  })
  const changed = done === 0 ? 0 : await rewritePartition(events, partition, obeying(of, row.number, rules), applying)
  return { after: left.length === 1 ? null : partition, done, changed }
}
