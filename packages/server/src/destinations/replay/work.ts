import type { Sql } from 'postgres'
import type { EventStore } from '../../stores/events/index.ts'
import { countReceived, openedIn } from '../deliveries/opened.ts'
import { rowOf } from '../queue/wanted.ts'
import { queueing } from '../queue/write.ts'
import type { Vault } from '../settings/sealed.ts'
import { eventsAfter, type Place } from './wanted-events.ts'

const lookEveryMs = 500
const leaseMs = 30_000
/** What a destination does not take yet need not lie in the queue: live events of the same visitors come behind it. */
const mostWaiting = 5_000

type Work = {
  id: string
  workspaceId: string
  destinationId: string
  from: Date
  to: Date
  events: string[] | null
  visitor: string | null
  event: string | null
  isRead: boolean
}

export type ReplayDeps = {
  sql: Sql
  events: EventStore
  vault: Vault
  clock: () => Date
  /** No other process works on these records: what the last run held is free. */
  isAlone: boolean
  log: { warn(details: object, message: string): void }
}

/**
 * Puts the events of replays among the deliveries, piece by piece. A piece and how far it goes are written together, so that a crash
 * neither loses nor doubles an event; whichever process has nothing to do takes a replay up where it was left.
 */
export async function startReplaying(deps: ReplayDeps) {
  const { sql, clock, log } = deps
  let isClosed = false
  let running: Promise<void> | null = null
  const until = () => new Date(clock().getTime() + leaseMs)

  const claim = async (): Promise<Work[]> => sql<Work[]>`
    UPDATE destination_replays SET lease_until = ${until()}
    WHERE id IN (
      SELECT id FROM destination_replays
      WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= ${clock()}) FOR UPDATE SKIP LOCKED)
    RETURNING id, workspace_id AS "workspaceId", destination_id AS "destinationId", from_at AS from, to_at AS to, events,
      at_visitor AS visitor, at_event AS event, is_read AS "isRead"`

  const letGo = (id: string) => sql`UPDATE destination_replays SET lease_until = NULL WHERE id = ${id}`

  async function fail(id: string, fault: unknown): Promise<void> {
    log.warn({ err: fault, replay: id }, 'a replay does not go on for now')
    // It goes on when the lease is over, as after a crash.
    await sql`
      UPDATE destination_replays SET problem = 'It could not go on, and is tried again.' WHERE id = ${id} AND state = 'running'`
  }

  async function look(): Promise<void> {
    for (const work of await claim()) {
      if (isClosed) {
        await letGo(work.id)
        continue
      }
      await (work.isRead ? finish(work) : goOn(work)).catch(fault => fail(work.id, fault))
    }
  }

  async function waitingOf(id: string): Promise<number> {
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM deliveries WHERE batch_id = ${id} AND finished_at IS NULL`
    return row?.count ?? 0
  }

  /** Done once nothing of it waits any more. */
  async function finish(work: Work): Promise<void> {
    const isDone = (await waitingOf(work.id)) === 0
    await sql`
      UPDATE destination_replays SET lease_until = NULL,
        state = CASE WHEN ${isDone} THEN 'done' ELSE state END, finished_at = CASE WHEN ${isDone} THEN ${clock()}::timestamptz END
      WHERE id = ${work.id} AND state = 'running'`
  }

  async function goOn(work: Work): Promise<void> {
    const destination = await openedIn(deps, work.workspaceId, work.destinationId)
    const span = { fromMs: work.from.getTime(), toMs: work.to.getTime(), events: work.events }
    let place: Place | null = work.visitor && work.event ? { visitor: work.visitor, event: work.event } : null
    while (!isClosed && (await waitingOf(work.id)) < mostWaiting) {
      const { found, next } = await eventsAfter(deps.events, destination, span, place)
      const now = clock()
      const rows = found.map(one => ({
        ...rowOf(destination, one.event, JSON.stringify(one.event), one.visitor, {
          origin: 'replay',
          now,
          batchId: work.id,
          again: work.id
        }),
        // Whoever replays what is old means that it is still of use.
        expiresAt: new Date(now.getTime() + destination.delivering.maxAgeMs)
      }))
      const isOurs = (await sql.begin(async tx => {
        const mine = await tx`
          UPDATE destination_replays SET queued = queued + ${rows.length}, lease_until = ${until()}, problem = NULL,
            at_visitor = ${next?.visitor ?? null}, at_event = ${next?.event ?? null}, is_read = ${next === null}
          WHERE id = ${work.id} AND state = 'running' AND NOT is_read
            AND at_event IS NOT DISTINCT FROM ${place?.event ?? null}::uuid
            AND at_visitor IS NOT DISTINCT FROM ${place?.visitor ?? null}::uuid`
        if (mine.count === 0) return false
        if (rows.length === 0) return true
        await tx`${queueing(tx, rows)} SELECT 1`
        await countReceived(tx, destination, now, rows.length)
        return true
      })) as boolean
      if (!isOurs || next === null) break
      place = next
    }
    await letGo(work.id)
  }

  function tick(): void {
    if (isClosed) return
    running ??= look()
      .catch(fault => log.warn({ err: fault }, 'replays were not looked after; it is tried again shortly'))
      .finally(() => {
        running = null
      })
  }

  if (deps.isAlone) await sql`UPDATE destination_replays SET lease_until = NULL WHERE state = 'running'`
  const timer = setInterval(tick, lookEveryMs)
  return {
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    }
  }
}
