import type { ISql, PendingQuery, Row } from 'postgres'
import { instants } from '../../stores/records/index.ts'

export type QueuedRow = {
  id: string
  workspaceId: string
  destinationId: string
  lane: string
  origin: 'live' | 'replay' | 'resend' | 'test'
  batchId: string | null
  visitor: string
  eventId: string
  eventType: string
  eventName: string
  eventUrl: string
  eventAt: Date
  event: string
  createdAt: Date
  expiresAt: Date
  dueAt: Date
}
/** With the id its event is stored under. */
export type HeldRow = QueuedRow & { stored: string }

/**
 * The beginning of a statement, `WITH …`, that writes deliveries and has their lanes come up. A lane that is taken already stays
 * with whoever has it: it sees by `queued` that there is more. Lanes are touched in one order everywhere, so nobody deadlocks.
 */
export const queueing = (sql: ISql, rows: readonly QueuedRow[]): PendingQuery<Row[]> => sql`
  WITH arrived AS (${inserting(sql, rows, null)}), come_up AS (${comingUp(sql)})`

/** Written down, and sent by nobody until it is let go: its events are about to be stored elsewhere. */
export async function hold(sql: ISql, rows: readonly HeldRow[]): Promise<void> {
  await inserting(
    sql,
    rows,
    rows.map(row => row.stored)
  )
}

/** The events are stored. */
export async function letGo(sql: ISql, ids: readonly string[], now: Date): Promise<void> {
  await sql`
    WITH arrived AS (
      UPDATE deliveries SET held_for = NULL, next_at = greatest(next_at, ${now})
      WHERE id = ANY(${ids as string[]}::uuid[]) AND held_for IS NOT NULL
      RETURNING destination_id, lane, next_at, created_at)
    ${comingUp(sql)}`
}

function inserting(sql: ISql, rows: readonly QueuedRow[], heldFor: readonly string[] | null): PendingQuery<Row[]> {
  const of = <Key extends keyof QueuedRow>(key: Key) => rows.map(row => row[key])
  return sql`
    INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, batch_id, visitor_id, event_id, event_type, event_name,
      event_url, event_at, event, created_at, expires_at, next_at, held_for, state)
    SELECT *, 'waiting' FROM unnest(
      ${of('id')}::uuid[], ${of('workspaceId')}::uuid[], ${of('destinationId')}::uuid[], ${of('lane')}::uuid[],
      ${of('origin')}::text[], ${of('batchId')}::text[]::uuid[], ${of('visitor')}::uuid[], ${of('eventId')}::text[],
      ${of('eventType')}::text[], ${of('eventName')}::text[], ${of('eventUrl')}::text[],
      ${instants(of('eventAt'))}::text[]::timestamptz[], ${of('event')}::text[], ${instants(of('createdAt'))}::text[]::timestamptz[],
      ${instants(of('expiresAt'))}::text[]::timestamptz[], ${instants(of('dueAt'))}::text[]::timestamptz[],
      ${heldFor === null ? sql`array_fill(NULL::uuid, ARRAY[${rows.length}::int])` : sql`${heldFor as string[]}::uuid[]`})
    ON CONFLICT (id) DO NOTHING
    RETURNING destination_id, lane, next_at, created_at`
}

const comingUp = (sql: ISql): PendingQuery<Row[]> => sql`
  INSERT INTO delivery_lanes AS l (destination_id, lane, due_at, queued, used_at)
  SELECT destination_id, lane, min(next_at), count(*), max(created_at) FROM arrived GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (destination_id, lane) DO UPDATE SET
    due_at = coalesce(l.due_at, excluded.due_at), queued = l.queued + excluded.queued, used_at = excluded.used_at`
