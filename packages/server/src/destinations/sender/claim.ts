import type { ISql, Sql } from 'postgres'
import type { OutgoingEvent } from '../kind.ts'
import type { Lane, Work } from './delivery.ts'

/** A process that died leaves its lanes to the others after this; one that lives says so in time. */
export const leaseMs = 10_000
/** Of a lane at a time, where they do not go together: enough to be worth a claim, and not so many that others wait long. */
export const mostOfLane = 20

export type Asked = { destinationId: string; lanes: number; deliveries: number }
type Claimed = Omit<Lane, 'deliveries'>
type Row = Omit<Work, 'event' | 'log'> & { event: string; log: string }

const until = (now: Date) => new Date(now.getTime() + leaseMs)

/** Lanes that are due, up to so many of each destination, and what waits in them, in order. Nobody else has them then. */
export async function claim(sql: Sql, asked: readonly Asked[], now: Date): Promise<Lane[]> {
  const lanes = await sql<Claimed[]>`
    WITH due AS (
      SELECT l.destination_id, l.lane
      FROM unnest(${asked.map(one => one.destinationId)}::uuid[], ${asked.map(one => one.lanes)}::int[]) AS a (destination_id, lanes),
        LATERAL (
          SELECT destination_id, lane FROM delivery_lanes
          WHERE destination_id = a.destination_id AND due_at <= ${now} ORDER BY due_at LIMIT a.lanes FOR UPDATE SKIP LOCKED) l)
    UPDATE delivery_lanes l SET due_at = ${until(now)}, claim = l.claim + 1
    FROM due WHERE l.destination_id = due.destination_id AND l.lane = due.lane
    RETURNING l.destination_id AS "destinationId", l.lane, l.claim, l.queued, l.memory`
  if (lanes.length === 0) return []
  const most = new Map(asked.map(one => [one.destinationId, one.deliveries]))
  // A statement of its own, which sees whatever `queued` has counted.
  const rows = await sql<Row[]>`
    SELECT d.id, d.destination_id AS "destinationId", d.lane, d.origin, d.visitor_id AS visitor, d.event, d.state, d.tries, d.parts,
      d.attempts, d.log, d.created_at AS "createdAt", d.expires_at AS "expiresAt"
    FROM unnest(${lanes.map(lane => lane.destinationId)}::uuid[], ${lanes.map(lane => lane.lane)}::uuid[],
      ${lanes.map(lane => most.get(lane.destinationId) ?? mostOfLane)}::int[]) AS l (destination_id, lane, most),
      LATERAL (
        SELECT * FROM deliveries
        WHERE destination_id = l.destination_id AND lane = l.lane AND finished_at IS NULL AND held_for IS NULL
        ORDER BY place LIMIT l.most) d`
  const byLane = Map.groupBy(rows, row => `${row.destinationId} ${row.lane}`)
  return lanes.map(lane => ({
    ...lane,
    deliveries: (byLane.get(`${lane.destinationId} ${lane.lane}`) ?? []).map(({ event, log, ...row }) => ({
      ...row,
      event: JSON.parse(event) as OutgoingEvent,
      log: JSON.parse(log) as Work['log']
    }))
  }))
}

type Held = Pick<Lane, 'destinationId' | 'lane' | 'claim'>

/** For longer than a lease: whoever is at it says so. */
export async function renew(sql: ISql, lanes: readonly Held[], now: Date): Promise<void> {
  if (lanes.length === 0) return
  await sql`
    WITH held AS (
      SELECT l.destination_id, l.lane
      FROM delivery_lanes l JOIN ${unnested(sql, lanes)} ON l.destination_id = h.destination_id AND l.lane = h.lane AND l.claim = h.claim
      ORDER BY 1, 2 FOR UPDATE OF l)
    UPDATE delivery_lanes l SET due_at = ${until(now)} FROM held WHERE l.destination_id = held.destination_id AND l.lane = held.lane`
}

/** Of what cannot be sent twice it is written down before that it is about to be sent. False for what is no longer ours. */
export async function markSending(sql: ISql, lane: Held, ids: readonly string[]): Promise<boolean> {
  const marked = await sql`
    UPDATE deliveries d SET state = 'sending' FROM delivery_lanes l
    WHERE d.id = ANY(${ids as string[]}::uuid[]) AND d.finished_at IS NULL AND l.destination_id = ${lane.destinationId} AND l.lane = ${lane.lane} AND l.claim = ${lane.claim}`
  return marked.count === ids.length
}

/** Whether all of them are still to be sent: a replay may have been stopped since they were read. */
export async function stillWait(sql: ISql, ids: readonly string[]): Promise<boolean> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM deliveries WHERE id = ANY(${ids as string[]}::uuid[]) AND finished_at IS NULL`
  return row?.count === ids.length
}

/** Where no other process can have them: what the last run held is free at once. */
export async function freeAll(sql: ISql, now: Date): Promise<void> {
  await sql`UPDATE delivery_lanes SET due_at = ${now} WHERE due_at > ${now} AND due_at <= ${until(now)}`
}

const unnested = (sql: ISql, lanes: readonly Held[]) => sql`
  unnest(${lanes.map(lane => lane.destinationId)}::uuid[], ${lanes.map(lane => lane.lane)}::uuid[], ${lanes.map(lane => lane.claim)}::bigint[])
    AS h (destination_id, lane, claim)`
