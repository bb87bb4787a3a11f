import type { ISql } from 'postgres'
import { type EventStore, rewritten, type Waiting } from '../../stores/events/index.ts'

/** One request in which events of several visitors went: by its destination and its moment. */
export type SentTogether = { destination: string; at: string }

/**
 * Nothing more of these visitors is sent, and nothing that was is kept. In the transaction that erases them; what has gone on to the event
 * store is deleted there. Answers in which requests their events went with those of others.
 */
export async function purgeDeliveries(
  tx: ISql,
  workspaceId: string,
  visitors: readonly string[]
): Promise<SentTogether[]> {
  const together = await tx<SentTogether[]>`
    WITH gone AS (
      DELETE FROM deliveries WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${[...visitors]}::uuid[])
      RETURNING destination_id, log)
    SELECT DISTINCT destination_id AS destination, tried ->> 'at' AS at
    FROM gone, jsonb_array_elements(log::jsonb) AS tried WHERE log LIKE '%"together":%' AND tried ? 'together'`
  await tx`
    DELETE FROM delivery_lanes l USING destinations d
    WHERE d.id = l.destination_id AND d.workspace_id = ${workspaceId} AND l.lane = ANY(${[...visitors]}::uuid[])`
  await tx`
    DELETE FROM visitor_consents WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${[...visitors]}::uuid[])`
  return [...together]
}

const requestsAtOnce = 500
const momentsOf = `extractAll(log, '"at":"([^"]+)"')`

/**
 * Of a request that went for several visitors each of their deliveries keeps a copy, and so what is erased of one. Those of the others stay, without
 * what was sent and answered. Before the deliveries of the erased are deleted from the event store, which tell which requests it were.
 */
export async function forgetSentTogether(
  { sql, events }: { sql: ISql; events: Pick<EventStore, 'lookUp' | 'command'> },
  of: { workspaceId: string; workspace: number; visitors: string[] },
  known: readonly SentTogether[],
  waiting: Waiting
): Promise<void> {
  const { workspaceId, workspace, visitors } = of
  const ended = await events.lookUp<SentTogether>(
    `SELECT DISTINCT destination, arrayJoin(${momentsOf}) AS at FROM deliveries
     WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND log LIKE '%"together":%'`,
    { workspace, visitors }
  )
  const all = [...known, ...ended]
  for (let from = 0; from < all.length; from += requestsAtOnce) {
    const some = all.slice(from, from + requestsAtOnce)
    const destinations = [...new Set(some.map(one => one.destination))]
    const moments = some.map(one => one.at)
    await sql`
      UPDATE deliveries SET log = '[]'
      WHERE workspace_id = ${workspaceId} AND destination_id = ANY(${destinations}::uuid[]) AND log LIKE '%"together":%'
        AND EXISTS (SELECT 1 FROM jsonb_array_elements(log::jsonb) AS tried WHERE tried ->> 'at' = ANY(${moments}::text[]))`
    await events.command(
      `ALTER TABLE deliveries UPDATE log = '[]'
       WHERE workspace = {workspace:UInt32} AND destination IN {destinations:Array(UUID)} AND log LIKE '%"together":%'
         AND hasAny(${momentsOf}, {moments:Array(String)})`,
      { workspace, destinations, moments }
    )
  }
  if (all.length > 0) await rewritten(events, 'deliveries', waiting)
}
