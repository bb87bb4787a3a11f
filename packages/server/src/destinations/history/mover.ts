import type { Sql, TransactionSql } from 'postgres'
import { deliveryLine, type EventStore } from '../../stores/events/index.ts'
import { withoutTraces } from './without-traces.ts'

const lookEveryMs = 1_000
const mostAtOnce = 5_000
/** A delivery is looked for in the records for a moment yet: its event may be sent once more by a page that heard no answer. */
const staysMs = 5_000
const longestPauseMs = 60_000
/** What was taken back while it was on its way may yet be heard of. */
const cancelledStaysMs = 60_000

type Row = {
  id: string
  workspace: number
  destination: string
  origin: string
  batch: string | null
  visitor: string
  eventId: string
  eventType: string
  eventName: string
  eventUrl: string
  eventAt: Date
  event: string
  state: string
  attempts: number
  log: string
  status: number | null
  duration: number | null
  reason: string
  advice: string
  rules: string[]
  together: number
  createdAt: Date
  finishedAt: Date
}

/**
 * Carries deliveries that have ended from the records into the event store. They are deleted when they stand there: whoever dies in
 * between carries them again, and the event store makes one of the two. What is withheld stays until it is too old to be sent.
 */
export function startMover(deps: {
  sql: Sql
  events: Pick<EventStore, 'insertDeliveries'>
  clock: () => Date
  log: { warn(details: object, message: string): void }
}) {
  const { sql, log } = deps
  let running: Promise<number> | null = null
  let pauseMs = 0
  let notBefore = 0

  async function move(olderThanMs: number): Promise<number> {
    const now = deps.clock()
    return (await sql.begin(async tx => {
      const rows = await ended(tx, new Date(now.getTime() - olderThanMs), now)
      if (rows.length === 0) return 0
      await deps.events.insertDeliveries(rows.map(lineOf))
      await tx`DELETE FROM deliveries WHERE id = ANY(${rows.map(row => row.id)}::uuid[])`
      return rows.length
    })) as number
  }

  function moveNext(olderThanMs: number): Promise<number> {
    running ??= move(olderThanMs)
      .then(
        moved => {
          pauseMs = 0
          return moved
        },
        fault => {
          pauseMs = Math.min(longestPauseMs, Math.max(lookEveryMs, pauseMs * 2))
          notBefore = Date.now() + pauseMs
          log.warn({ err: fault }, 'ended deliveries stay in the records for now; they are carried on later')
          return 0
        }
      )
      .finally(() => {
        running = null
      })
    return running
  }

  async function tick(): Promise<void> {
    if (running || Date.now() < notBefore) return
    while ((await moveNext(staysMs)) === mostAtOnce);
  }
  const timer = setInterval(() => void tick(), lookEveryMs)
  return {
    /** For tests and for whoever must see what has ended in the event store. */
    async settled() {
      await running
      while ((await moveNext(0)) === mostAtOnce);
    },
    async close() {
      clearInterval(timer)
      await running
    }
  }
}

/** Two processes never take the same ones. */
const ended = (tx: TransactionSql, before: Date, now: Date) => tx<Row[]>`
  SELECT d.id, w.number AS workspace, d.destination_id AS destination, d.origin, d.batch_id AS batch, d.visitor_id AS visitor,
    d.event_id AS "eventId", d.event_type AS "eventType", d.event_name AS "eventName", d.event_url AS "eventUrl",
    d.event_at AS "eventAt", d.event, d.state, d.attempts, d.log, d.status, d.duration_ms AS duration, d.reason, d.advice, d.rules,
    d.together, d.created_at AS "createdAt", d.finished_at AS "finishedAt"
  FROM deliveries d JOIN workspaces w ON w.id = d.workspace_id
  WHERE d.finished_at <= ${before} AND (d.state <> 'withheld' OR d.expires_at <= ${now})
    AND (d.state <> 'cancelled' OR d.finished_at <= ${new Date(now.getTime() - cancelledStaysMs)})
  ORDER BY d.finished_at LIMIT ${mostAtOnce} FOR UPDATE OF d SKIP LOCKED`

const lineOf = (row: Row): string =>
  deliveryLine({
    ...row,
    batch: row.batch ?? '',
    createdMs: row.createdAt.getTime(),
    eventMs: row.eventAt.getTime(),
    finishedMs: row.finishedAt.getTime(),
    event: withoutTraces(row.event),
    status: row.status ?? 0,
    durationMs: row.duration ?? 0
  })
