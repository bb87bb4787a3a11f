import type { DocumentKind } from '@foyer/protocol'
import type { KnowledgeContext } from '../context.ts'
import type { Outcome } from '../read/reader.ts'
import { shelve } from './shelve.ts'

type Waiting = {
  id: string
  workspaceId: string
  title: string
  isTitled: boolean
  kind: DocumentKind
  type: string
  bytes: Buffer
  givenAt: Date
  attempts: number
}

const atOnce = 2
const lookEveryMs = 5_000
/** Longer than between two signs of life; a process that died leaves what it had to the others after this. */
const leaseSeconds = 20
const renewEveryMs = 6_000
const mostAttempts = 3
const gaveUp = 'It could not be read, though it was tried again. Save it in another form, and upload that.'

/** Reads what was given, in the background. What waits lies in the store, so a stop or a crash only makes it wait longer. */
export function createReading(context: Omit<KnowledgeContext, 'given' | 'crawling'>) {
  const running = new Set<Promise<void>>()
  let isClosed = false
  let isAsked = false

  function look(): void {
    isAsked = true
    while (!isClosed && isAsked && running.size < atOnce) {
      isAsked = false
      const one: Promise<void> = next()
        .catch(fault => void context.log.warn({ err: fault }, 'a document waits to be read; trying again shortly'))
        .finally(() => {
          running.delete(one)
          if (isAsked) look()
        })
      running.add(one)
    }
  }

  async function next(): Promise<void> {
    const waiting = await claim()
    if (!waiting) return
    // There may be more: another place takes it while this one reads.
    look()
    const renewing = setInterval(() => void renew(waiting).catch(() => undefined), renewEveryMs)
    try {
      const { kind, type, bytes } = waiting
      const outcome: Outcome =
        waiting.attempts > mostAttempts ? { fault: gaveUp } : await context.reader.read({ kind, type, bytes })
      await keep(waiting, outcome)
    } finally {
      clearInterval(renewing)
      // Stopped in the middle: whoever starts next need not wait until the lease runs out.
      if (isClosed)
        await context.sql`
          UPDATE document_sources SET leased_until = NULL, attempts = attempts - 1
          WHERE document_id = ${waiting.id} AND given_at = ${waiting.givenAt}`
    }
    isAsked = true
  }

  async function claim(): Promise<Waiting | undefined> {
    const { sql } = context
    const now = context.clock()
    const [row] = await sql<Waiting[]>`
      WITH next AS (
        SELECT document_id FROM document_sources WHERE leased_until IS NULL OR leased_until < ${now}
        ORDER BY given_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      UPDATE document_sources s SET leased_until = ${until(now)}, attempts = s.attempts + 1
      FROM next, documents d WHERE s.document_id = next.document_id AND d.id = s.document_id
      RETURNING d.id, d.workspace_id AS "workspaceId", d.title, s.is_titled AS "isTitled", d.kind, s.type, s.bytes, s.given_at AS "givenAt",
        s.attempts`
    return row
  }

  async function renew({ id, givenAt }: Waiting): Promise<void> {
    await context.sql`
      UPDATE document_sources SET leased_until = ${until(context.clock())} WHERE document_id = ${id} AND given_at = ${givenAt}`
  }

  async function keep(waiting: Waiting, outcome: Outcome): Promise<void> {
    await context.sql.begin(async tx => {
      // Given anew while it was read: what was read is no longer what it says.
      const [mine] = await tx<{ title: string }[]>`
        SELECT d.title FROM document_sources s JOIN documents d ON d.id = s.document_id
        WHERE s.document_id = ${waiting.id} AND s.given_at = ${waiting.givenAt} FOR UPDATE`
      if (!mine) return
      const at = context.clock()
      if ('read' in outcome) {
        const title = waiting.isTitled ? mine.title : (outcome.read.title?.slice(0, 300) ?? mine.title)
        await shelve(tx, context.random, { ...waiting, title }, outcome.read, at)
      } else
        await tx`UPDATE documents SET status = 'failed', fault = ${outcome.fault}, updated_at = ${at} WHERE id = ${waiting.id}`
      await tx`DELETE FROM document_sources WHERE document_id = ${waiting.id}`
    })
  }

  const timer = setInterval(look, lookEveryMs)
  return {
    look,
    async close() {
      isClosed = true
      clearInterval(timer)
      context.reader.close()
      await Promise.allSettled(running)
    }
  }
}

const until = (now: Date) => new Date(now.getTime() + leaseSeconds * 1000)
