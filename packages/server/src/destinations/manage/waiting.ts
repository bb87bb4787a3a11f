import type { ISql } from './context.ts'

/** Nobody reads a larger number off a list, which is looked at again and again while very many wait. */
export const mostCounted = 10_000

export type Waiting = { waiting: number; moreWaiting?: true; oldestWaiting?: string }

/** What is still to be sent to each of these destinations, counted so far and no further. */
export async function waitingOf(sql: ISql, destinations: readonly string[]): Promise<Map<string, Waiting>> {
  const rows = await sql<{ destination: string; count: number; oldest: Date | null }[]>`
    SELECT of.id AS destination, counted.count, CASE WHEN counted.count > ${mostCounted} THEN ahead.oldest ELSE counted.oldest END AS oldest
    FROM unnest(${[...destinations]}::uuid[]) AS of (id)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, min(created_at) AS oldest FROM (
        SELECT created_at FROM deliveries WHERE destination_id = of.id AND finished_at IS NULL LIMIT ${mostCounted + 1}) seen) counted
    -- Of many, the oldest is among those that came first, unless as many as these have ended and are not carried on.
    LEFT JOIN LATERAL (
      SELECT min(created_at) AS oldest FROM (
        SELECT created_at, finished_at FROM deliveries WHERE destination_id = of.id
        ORDER BY created_at, id LIMIT ${mostCounted}) came WHERE finished_at IS NULL) ahead ON counted.count > ${mostCounted}`
  return new Map(
    rows.map(({ destination, count, oldest }) => [
      destination,
      {
        waiting: Math.min(count, mostCounted),
        ...(count > mostCounted ? { moreWaiting: true as const } : {}),
        ...(oldest === null ? {} : { oldestWaiting: oldest.toISOString() })
      }
    ])
  )
}
