import type { Answers } from '../saved/answer.ts'
import type { DigestContext } from './context.ts'
import { type DigestRow, findDigests } from './digests.ts'
import { dueOn, latestDue } from './due.ts'
import { isTest, type Run, type Sent, sendByMail, sendByWebhook } from './send.ts'
import { toldBy } from './told.ts'

const lookEveryMs = 5_000
/** Longer than thirty reports may take; after a crash the digest is sent once it is over. */
const leaseSeconds = 420
const firstRetryMs = 30_000
const longestRetryMs = 3_600_000
const mostTries = 8
const keptDays = 400

/**
 * Sends what is due. That a digest of a period is one, however many processes look, is the primary key of `digest_runs`: whoever puts
 * the row first, puts it; whoever holds its lease sends it; and what was written is marked in the transaction that writes it.
 */
export function createRuns(context: DigestContext, answers: Answers) {
  const { sql, clock, log } = context
  let running: Promise<void> | null = null
  let isClosed = false

  async function putDue(): Promise<void> {
    const now = clock()
    const digests = await sql<DigestRow[]>`${findDigests(sql)} WHERE d.enabled`
    const due = digests
      .map(digest => ({ digest, due: latestDue(digest, now.getTime(), digest.timezone) }))
      .filter(({ digest, due }) => due.atMs > digest.since.getTime())
    if (due.length === 0) return
    await sql`
      INSERT INTO digest_runs (digest_id, workspace_id, period, due_at)
      SELECT d.id, d.workspace_id, asked.period, ${now}
      FROM unnest(${due.map(({ digest }) => digest.id)}::uuid[], ${due.map(one => one.due.period)}::text[]) AS asked (id, period)
      JOIN digests d ON d.id = asked.id
      ON CONFLICT DO NOTHING`
  }

  async function claim(): Promise<Run | undefined> {
    const now = clock()
    const [run] = await sql<Run[]>`
      UPDATE digest_runs SET tries = tries + 1, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
      WHERE (digest_id, period) IN (
        SELECT digest_id, period FROM digest_runs
        WHERE status = 'waiting' AND due_at <= ${now} AND (leased_until IS NULL OR leased_until <= ${now})
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING digest_id AS "digestId", period, test_member AS "testMember", tries`
    return run
  }

  async function tried(run: Run): Promise<Sent> {
    try {
      const [digest] = await sql<DigestRow[]>`${findDigests(sql)} WHERE d.id = ${run.digestId}`
      if (!digest) return { status: 'given up', reason: 'It was deleted.' }
      // However late it is, it tells of its own period; a test of the last one that is over.
      const due = isTest(run)
        ? latestDue(digest, clock().getTime(), digest.timezone)
        : dueOn(digest, run.period, digest.timezone)
      const told = await toldBy(context, answers, digest, due, () => isClosed)
      const send = digest.webhookUrl === null ? sendByMail : sendByWebhook
      return await send(context, digest, run, due, told)
    } catch (fault) {
      log.warn({ err: fault, digest: run.digestId }, 'a digest was not sent; it is tried again')
      return { status: 'failed', reason: 'Its figures could not be asked.' }
    }
  }

  async function carry(run: Run): Promise<void> {
    const outcome = await tried(run)
    const now = clock()
    const isOver = outcome.status !== 'failed' || run.tries >= mostTries
    if (isOver)
      await sql`
        UPDATE digest_runs SET status = ${outcome.status === 'sent' ? 'sent' : 'given up'}, ended_at = ${now},
          leased_until = NULL, reason = ${outcome.status === 'sent' ? null : outcome.reason}
        WHERE digest_id = ${run.digestId} AND period = ${run.period} AND status = 'waiting'`
    else {
      const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (run.tries - 1))
      await sql`
        UPDATE digest_runs SET due_at = ${new Date(now.getTime() + waitMs)}, leased_until = NULL, reason = ${outcome.reason}
        WHERE digest_id = ${run.digestId} AND period = ${run.period} AND status = 'waiting'`
    }
  }

  async function run(): Promise<void> {
    try {
      await putDue()
      for (let next = await claim(); next && !isClosed; next = await claim()) await carry(next)
      await sql`DELETE FROM digest_runs WHERE ended_at < ${clock()}::timestamptz - make_interval(days => ${keptDays})`
    } catch (fault) {
      log.warn({ err: fault }, 'digests wait for the records; trying again shortly')
    } finally {
      running = null
    }
  }

  const look = () => {
    if (!isClosed) running ??= run()
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    look,
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    }
  }
}

export type Runs = ReturnType<typeof createRuns>
