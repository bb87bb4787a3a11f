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

/**
 * The beginning of a statement, `WITH …`, that writes deliveries and has their lanes come up. A lane that is taken already stays
 * with whoever has it: it sees by `queued` that there is more. Lanes are touched in one order everywhere, so nobody deadlocks.
 */
export function queueing(sql: ISql, rows: readonly QueuedRow[]): PendingQuery<Row[]> {
  const of = <Key extends keyof QueuedRow>(key: Key) => rows.map(row => row[key])
  return sql`
    WITH arrived AS (
      INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, batch_id, visitor_id, event_id, event_type, event_name,
        event_url, event_at, event, created_at, expires_at, next_at, state)
      SELECT id, workspace_id, destination_id, lane, origin, batch_id, visitor_id, event_id, event_type, event_name, event_url,
        event_at, event, created_at, expires_at, due_at, 'waiting'
      FROM unnest(
        ${of('id')}::uuid[], ${of('workspaceId')}::uuid[], ${of('destinationId')}::uuid[], ${of('lane')}::uuid[],
        ${of('origin')}::text[], ${of('batchId')}::text[]::uuid[], ${of('visitor')}::uuid[], ${of('eventId')}::text[],
        ${of('eventType')}::text[], ${of('eventName')}::text[], ${of('eventUrl')}::text[],
        ${instants(of('eventAt'))}::text[]::timestamptz[], ${of('event')}::text[], ${instants(of('createdAt'))}::text[]::timestamptz[],
        ${instants(of('expiresAt'))}::text[]::timestamptz[], ${instants(of('dueAt'))}::text[]::timestamptz[])
        AS t (id, workspace_id, destination_id, lane, origin, batch_id, visitor_id, event_id, event_type, event_name, event_url,
          event_at, event, created_at, expires_at, due_at)
      ON CONFLICT (id) DO NOTHING
      RETURNING destination_id, lane, next_at, created_at),
    come_up AS (
      INSERT INTO delivery_lanes AS l (destination_id, lane, due_at, queued, used_at)
      SELECT destination_id, lane, min(next_at), count(*), max(created_at) FROM arrived GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (destination_id, lane) DO UPDATE SET
        due_at = coalesce(l.due_at, excluded.due_at), queued = l.queued + excluded.queued, used_at = excluded.used_at)`
}
