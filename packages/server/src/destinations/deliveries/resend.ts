import type { Delivery, RetryRequest } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, AppError, newUuid, toPublic } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { ISql, ManageContext, Tx } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { destinationIn } from '../manage/rows.ts'
import { rowOf } from '../queue/wanted.ts'
import { type QueuedRow, queueing } from '../queue/write.ts'
import { leaseMs } from '../sender/claim.ts'
import { endedWhere, type Filters } from './filters.ts'
import { countReceived, openedIn, paused } from './opened.ts'
import { namesOf, shownDelivery, type WholeRow, wholeDelivery } from './rows.ts'
import { deliveryIn } from './show.ts'

/** What one request puts on its way; the next one goes on. */
const mostAtOnce = 20_000
const piece = 1_000

/** Sends one delivery once more, as a delivery of its own; one that waits for its next try is tried now. */
export async function resend(context: ManageContext, actor: Actor, id: string): Promise<Delivery> {
  const { workspaceId } = actor
  const row = await deliveryIn(context, workspaceId, id)
  const { enabled } = await destinationIn(context.sql, workspaceId, row.destination)
  if (!enabled) throw paused()
  const destination = await openedIn(context, workspaceId, row.destination)
  const now = context.clock()
  const again = newUuid(context.random)
  const sent = (await context.sql.begin(async tx => {
    await context.audit(actor, 'delivery.resent', toPublic('dlv', id), { event: row.eventName || row.eventType }, tx)
    if (row.state === 'retrying') {
      await hurry(tx, workspaceId, { destinations: [row.destination], states: ['retrying'] }, now, id)
      return id
    }
    if (row.state === 'waiting' || row.state === 'sending')
      throw new AppError('conflict', 'It is on its way already. Look at it again in a moment.')
    const queued = { ...onceMore(destination, row, now, again), batchId: id }
    await tx`${queueing(tx, [queued])} SELECT 1`
    await countReceived(tx, destination, now, 1)
    return queued.id
  })) as string
  const workspace = await workspaceOf(context.sql, workspaceId)
  const shown = await wholeDelivery(context, workspace, sent)
  return shownDelivery(shown ?? row, await namesOf(context.sql, workspaceId))
}

/** Whoever asks for an event once more means that it is still of use. */
export function onceMore(
  destination: KnownDestination,
  row: Pick<WholeRow, 'event' | 'visitor'>,
  now: Date,
  again: string
) {
  const text = JSON.stringify(row.event)
  const queued = rowOf(destination, row.event, text, row.visitor, { origin: 'resend', now, again })
  return { ...queued, expiresAt: new Date(now.getTime() + destination.delivering.maxAgeMs) } satisfies QueuedRow
}

type Retry = Static<typeof RetryRequest>
type Failed = { id: string; visitor: string; event: string }

/**
 * Sends what failed once more: all of these states and reasons, of this time. What was sent once more already is left out, so that asking
 * twice sends nothing twice. What waits for its next try is tried now; what is withheld is looked at again.
 */
export async function retryFailed(context: ManageContext, actor: Actor, id: string, asked: Retry): Promise<number> {
  const { workspaceId } = actor
  const { enabled } = await destinationIn(context.sql, workspaceId, id)
  const states = asked.states ?? (['invalid', 'refused', 'expired'] as const)
  const filters: Filters = {
    destinations: [id],
    states,
    ...(asked.reason === undefined ? {} : { reason: asked.reason.replaceAll('\0', '') }),
    ...(asked.from === undefined ? {} : { from: new Date(asked.from) }),
    ...(asked.to === undefined ? {} : { to: new Date(asked.to) })
  }
  const workspace = await workspaceOf(context.sql, workspaceId)
  if (asked.countOnly)
    return (
      (await countOpen(context.sql, filters)) +
      (await countQueued(context.sql, filters)) +
      (await countEnded(context.events, workspace.number, context.sql, filters))
    )
  if (!enabled) throw paused()
  const destination = await openedIn(context, workspaceId, id)
  const now = context.clock()
  let count = (await context.sql.begin(tx => hurry(tx, workspaceId, filters, now))) as number
  for (let left = mostAtOnce; left > 0; ) {
    const rows = await failedRows(context, workspace.number, filters, Math.min(piece, left))
    if (rows.length === 0) break
    left -= rows.length
    await context.sql.begin(async tx => {
      const queued = rows.map(row => ({
        ...onceMore(destination, { event: JSON.parse(row.event), visitor: row.visitor }, now, `again ${row.id}`),
        batchId: row.id
      }))
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

const open = ['retrying', 'withheld'] as const
const openOf = ({ states = [] }: Filters) => open.filter(state => states.includes(state))

const narrowed = (sql: ISql, { reason, from, to }: Filters) => sql`
  ${reason === undefined ? sql`` : sql`AND d.reason = ${reason}`}
  ${from ? sql`AND d.created_at >= ${from}` : sql``} ${to ? sql`AND d.created_at < ${to}` : sql``}`

/**
 * What waits for a later time, or for consent, comes up now; whether it may be sent is asked when it is. A lane that is due within a lease
 * may be in the hands of a sender, and is let be: it comes up by itself.
 */
async function hurry(tx: Tx, workspaceId: string, filters: Filters, now: Date, one?: string): Promise<number> {
  const states = openOf(filters)
  if (states.length === 0) return 0
  const [row] = await tx<{ count: number }[]>`
    WITH up AS (
      UPDATE deliveries d SET next_at = ${now}, finished_at = NULL,
        state = CASE WHEN d.state = 'withheld' THEN 'waiting' ELSE d.state END
      WHERE d.workspace_id = ${workspaceId} AND d.destination_id = ANY(${[...filters.destinations]}::uuid[])
        AND d.state = ANY(${[...states]}::text[]) AND d.expires_at > ${now} ${narrowed(tx, filters)}
        ${one === undefined ? tx`` : tx`AND d.id = ${one}`}
      RETURNING destination_id, lane),
    come_up AS (
      INSERT INTO delivery_lanes AS l (destination_id, lane, due_at, queued, used_at)
      SELECT destination_id, lane, ${now}, count(*), ${now} FROM up GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (destination_id, lane) DO UPDATE SET
        due_at = CASE WHEN l.due_at <= ${new Date(now.getTime() + leaseMs)} THEN l.due_at ELSE excluded.due_at END,
        queued = l.queued + excluded.queued, used_at = excluded.used_at)
    SELECT count(*)::int AS count FROM up`
  return row?.count ?? 0
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

async function countEnded(events: EventStore, workspace: number, sql: ISql, filters: Filters): Promise<number> {
  const { where, params } = await endedOnce(sql, workspace, filters)
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
    ORDER BY d.created_at, d.id LIMIT ${limit}`
  if (queued.length > 0) return queued
  const { where, params } = await endedOnce(sql, workspace, filters)
  return events.lookUp<Failed>(
    `SELECT id, visitor, event FROM deliveries WHERE ${where}
     ORDER BY created, toUInt128(id) LIMIT 1 BY id LIMIT {limit:UInt32}`,
    { ...params, limit }
  )
}
