import type { RetryRequest } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, toPublic } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import type { OutgoingEvent } from '../kind.ts'
import type { ISql, ManageContext } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { destinationIn } from '../manage/rows.ts'
import { queueing } from '../queue/write.ts'
import { withTraces } from '../stored/traces.ts'
import { endedWhere, type Filters } from './filters.ts'
import { hurry, narrowed, openOf } from './hurry.ts'
import { assertSends, countReceived, openedIn } from './opened.ts'
import { onceMore } from './resend.ts'

/** What one request puts on its way; the next one goes on. */
const mostAtOnce = 20_000
const piece = 1_000

type Retry = Static<typeof RetryRequest>
type Failed = { id: string; visitor: string; event: string }

/**
 * Sends what failed once more: all of these states and reasons, of this time. What was sent once more already is left out, so that asking
 * twice sends nothing twice. What waits for its next try is tried now; what is withheld is looked at again.
 */
export async function retryFailed(context: ManageContext, actor: Actor, id: string, asked: Retry): Promise<number> {
  const { workspaceId } = actor
  const row = await destinationIn(context.sql, workspaceId, id)
  const states = asked.states ?? (['invalid', 'refused', 'expired'] as const)
  const filters: Filters = {
    destinations: [id],
    states,
    ...(asked.reason === undefined ? {} : { reason: asked.reason.replaceAll('\0', '') }),
    ...(asked.from === undefined ? {} : { from: new Date(asked.from) }),
    ...(asked.to === undefined ? {} : { to: new Date(asked.to) })
  }
  const workspace = await workspaceOf(context.sql, workspaceId)
  if (asked.countOnly) return countFailed(context, workspace.number, filters)
  assertSends(row)
  const destination = await openedIn(context, workspaceId, id)
  const now = context.clock()
  let count = (await context.sql.begin(tx => hurry(tx, workspaceId, filters, now))) as number
  for (let left = mostAtOnce; left > 0; ) {
    const rows = await failedRows(context, workspace.number, filters, Math.min(piece, left))
    if (rows.length === 0) break
    left -= rows.length
    const whole = await withTraces(
      context.events,
      workspace.number,
      rows.map(row => ({ ...row, event: JSON.parse(row.event) as OutgoingEvent }))
    )
    await context.sql.begin(async tx => {
      const queued = whole.map(row => ({ ...onceMore(destination, row, now, `again ${row.id}`), batchId: row.id }))
      await tx`${queueing(tx, queued)} SELECT 1`
      await countReceived(tx, destination, now, rows.length)
    })
    count += rows.length
  }
  const { reason, from, to } = asked
  const detail = { count, states: [...states], reason, from, to }
  await context.sql.begin(tx => context.audit(actor, 'deliveries.retried', toPublic('dst', id), detail, tx))
  return count
}

/** As the records stand at one moment: what is carried over while this is counted would be counted in both stores. */
async function countFailed({ sql, events }: ManageContext, workspace: number, filters: Filters): Promise<number> {
  const [open, queued, ended] = (await sql.begin('isolation level repeatable read', async tx => [
    await countOpen(tx, filters),
    await countQueued(tx, filters),
    await endedOnce(tx, workspace, filters)
  ])) as [number, number, Awaited<ReturnType<typeof endedOnce>>]
  return open + queued + (await countEnded(events, ended))
}

async function countOpen(sql: ISql, filters: Filters): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM deliveries d
    WHERE d.destination_id = ANY(${[...filters.destinations]}::uuid[]) AND d.state = ANY(${[...openOf(filters)]}::text[])
      ${narrowed(sql, filters)}`
  return row?.count ?? 0
}

const endedOf = ({ states = [] }: Filters) => states.filter(state => state !== 'retrying' && state !== 'withheld')

/** What has ended and is not carried over yet, and was not sent once more. */
const queuedWhere = (sql: ISql, filters: Filters) => sql`
  d.destination_id = ANY(${[...filters.destinations]}::uuid[]) AND d.finished_at IS NOT NULL
  AND d.state = ANY(${[...endedOf(filters)]}::text[]) ${narrowed(sql, filters)}
  AND NOT EXISTS (SELECT 1 FROM deliveries later WHERE later.batch_id = d.id)`

async function countQueued(sql: ISql, filters: Filters): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM deliveries d WHERE ${queuedWhere(sql, filters)}`
  return row?.count ?? 0
}

/** In the history: neither what was sent once more, nor what stands in the queue for that, nor what is on its way over. */
async function endedOnce(sql: ISql, workspace: number, filters: Filters) {
  const rows = await sql<{ id: string }[]>`
    SELECT batch_id AS id FROM deliveries
    WHERE destination_id = ANY(${[...filters.destinations]}::uuid[]) AND origin = 'resend' AND batch_id IS NOT NULL
    UNION ALL SELECT id FROM deliveries
    WHERE destination_id = ANY(${[...filters.destinations]}::uuid[]) AND finished_at IS NOT NULL AND state <> 'withheld'`
  const { where, params } = endedWhere(workspace, {
    ...filters,
    states: (filters.states ?? []).filter(state => state !== 'retrying')
  })
  return {
    where: `${where} AND id NOT IN (SELECT batch FROM deliveries WHERE workspace = {workspace:UInt32}
        AND destination IN {destinations:Array(UUID)} AND origin = 'resend')
      AND id NOT IN {known:Array(UUID)}`,
    params: { ...params, known: rows.map(row => row.id) }
  }
}

async function countEnded(
  events: EventStore,
  { where, params }: Awaited<ReturnType<typeof endedOnce>>
): Promise<number> {
  const [row] = await events.lookUp<{ count: number }>(
    `SELECT uniqExact(id) AS count FROM deliveries WHERE ${where}`,
    params
  )
  return row?.count ?? 0
}

async function failedRows(
  { sql, events }: Pick<ManageContext, 'sql' | 'events'>,
  workspace: number,
  filters: Filters,
  limit: number
): Promise<Failed[]> {
  const queued = await sql<Failed[]>`
    SELECT d.id, d.visitor_id AS visitor, d.event FROM deliveries d WHERE ${queuedWhere(sql, filters)}
    ORDER BY d.created_at, d.event_at, d.id LIMIT ${limit}`
  if (queued.length > 0) return queued
  const { where, params } = await endedOnce(sql, workspace, filters)
  return events.lookUp<Failed>(
    `SELECT id, visitor, event FROM deliveries WHERE ${where}
     ORDER BY created, event_at, toUInt128(id) LIMIT 1 BY id LIMIT {limit:UInt32}`,
    { ...params, limit }
  )
}
