import type { ISql, Tx } from '../manage/context.ts'
import { leaseMs } from '../sender/claim.ts'
import type { Filters } from './filters.ts'

const open = ['retrying', 'withheld'] as const
export const openOf = ({ states = [] }: Filters) => open.filter(state => states.includes(state))

export const narrowed = (sql: ISql, { reason, from, to }: Filters) => sql`
  ${reason === undefined ? sql`` : sql`AND d.reason = ${reason}`}
  ${from ? sql`AND d.created_at >= ${from}` : sql``} ${to ? sql`AND d.created_at < ${to}` : sql``}`

/**
 * What waits for a later time, or for consent, comes up now; whether it may be sent is asked when it is. A lane that is due within a lease
 * may be in the hands of a sender, and is let be: it comes up by itself.
 */
export async function hurry(tx: Tx, workspaceId: string, filters: Filters, now: Date, one?: string): Promise<number> {
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
