import type { Sql } from 'postgres'
import type { EventStore } from '../../stores/events/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { Directory } from '../directory/directory.ts'
import type { Tally } from '../tally.ts'
import { letGo } from './write.ts'

const everyMs = 60_000
const batch = 5_000
/** Long after any statement has ended that could still let it go. */
const heldMs = 30_000
/** Its event was never stored, and whoever sent it has given up by now. */
const heldInVainMs = 86_400_000
/** What a destination keeps of a visitor, without any delivery in between. */
const idleLaneMs = 86_400_000
const tallyMs = 90 * 86_400_000

type Deps = {
  sql: Sql
  events: Pick<EventStore, 'lookUp'>
  directory: Directory
  tally: Tally
  clock: () => Date
  log: { warn(details: object, message: string): void }
  wake(destinationIds: Iterable<string>): void
}

/** What nobody comes by on their way: what grew too old behind a destination that sends nothing, and what others have left behind. */
export function startSweeping(deps: Deps) {
  let running: Promise<void> | null = null
  const sweep = (): Promise<void> => {
    running ??= sweepOnce(deps)
      .catch(fault => deps.log.warn({ err: fault }, 'deliveries were not swept; it is tried again in a minute'))
      .finally(() => {
        running = null
      })
    return running
  }
  const timer = setInterval(() => void sweep(), everyMs)
  void sweep()
  return {
    sweep,
    async close() {
      clearInterval(timer)
      await running
    }
  }
}

async function sweepOnce(deps: Deps): Promise<void> {
  await findHeld(deps)
  for (const destination of deps.directory.all())
    if (!destination.enabled || destination.state !== 'active') await expire(deps, destination)
  await dropOrphans(deps)
  const now = deps.clock().getTime()
  await deps.sql`DELETE FROM delivery_lanes WHERE due_at IS NULL AND used_at < ${new Date(now - idleLaneMs)}`
  await deps.sql`DELETE FROM delivery_tally WHERE minute < ${new Date(now - tallyMs)}`
}

/** A process died between the event and its deliveries: those whose event is stored are sent. */
async function findHeld({ sql, events, clock, wake }: Deps): Promise<void> {
  const now = clock().getTime()
  const held = await sql<
    { id: string; destination: string; workspace: number; visitor: string; stored: string; createdAt: Date }[]
  >`
    SELECT d.id, d.destination_id AS destination, w.number AS workspace, d.visitor_id AS visitor, d.held_for AS stored,
      d.created_at AS "createdAt"
    FROM deliveries d JOIN workspaces w ON w.id = d.workspace_id
    WHERE d.held_for IS NOT NULL AND d.created_at < ${new Date(now - heldMs)} ORDER BY d.created_at LIMIT ${batch}`
  const stored = new Set<string>()
  for (const [workspace, own] of Map.groupBy(held, row => row.workspace)) {
    const rows = await events.lookUp<{ visitor: string; id: string }>(
      `SELECT DISTINCT visitor, id FROM events
       WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND id IN {ids:Array(UUID)}`,
      {
        workspace,
        visitors: [...new Set(own.map(row => row.visitor))],
        ids: [...new Set(own.map(row => row.stored))]
      }
    )
    for (const { visitor, id } of rows) stored.add(`${visitor} ${id}`)
  }
  const free = held.filter(row => stored.has(`${row.visitor} ${row.stored}`))
  if (free.length > 0) {
    await letGo(
      sql,
      free.map(row => row.id),
      clock()
    )
    wake(new Set(free.map(row => row.destination)))
  }
  await sql`DELETE FROM deliveries WHERE held_for IS NOT NULL AND created_at < ${new Date(now - heldInVainMs)}`
}

async function expire({ sql, clock, tally }: Deps, destination: KnownDestination): Promise<void> {
  const now = clock()
  // Nothing is created before it happened, so by this time all of it is too old; the index is by when it was created.
  const before = new Date(now.getTime() - destination.delivering.maxAgeMs)
  for (;;) {
    const gone = await sql`
      UPDATE deliveries SET state = 'expired', finished_at = ${now}, next_at = NULL, reason = 'too_old',
        advice = 'It waited for too long: the destination sent nothing meanwhile. Replay it if it is still of use.'
      WHERE id IN (
        SELECT id FROM deliveries
        WHERE destination_id = ${destination.id} AND created_at < ${before} AND finished_at IS NULL
        ORDER BY created_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)`
    if (gone.count > 0) tally.add(destination, 'failed', 'too_old', now, gone.count)
    if (gone.count < batch) return
  }
}

/** Of destinations that were deleted. */
async function dropOrphans({ sql }: Deps): Promise<void> {
  for (const table of ['deliveries', 'delivery_lanes', 'delivery_tally']) {
    const found = await sql<{ id: string }[]>`
      WITH RECURSIVE ids AS (
        (SELECT destination_id AS id FROM ${sql(table)} ORDER BY destination_id LIMIT 1)
        UNION ALL
        SELECT (SELECT destination_id FROM ${sql(table)} WHERE destination_id > ids.id ORDER BY destination_id LIMIT 1)
        FROM ids WHERE ids.id IS NOT NULL)
      SELECT id FROM ids WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM destinations WHERE destinations.id = ids.id)`
    for (const { id } of found)
      for (;;) {
        const gone = await sql`
          DELETE FROM ${sql(table)} WHERE ctid IN (SELECT ctid FROM ${sql(table)} WHERE destination_id = ${id} LIMIT ${batch})`
        if (gone.count < batch) break
      }
  }
}
