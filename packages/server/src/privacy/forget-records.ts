import type { ISql, Sql } from 'postgres'

/** What of the records holds an address or a place. `set aside` are events that the event store would not take. */
export type Forgotten = { workspace: string; what: string; count: number }

const batch = 2_000

type Gone = { workspace: string; count: number }[]

/**
 * Empties what has been kept for long enough, a batch at a time: each is one short transaction, and rows that somebody writes just
 * now are left for the next time.
 */
export async function forgetRecords(sql: Sql, now: Date, hasEnded: () => boolean): Promise<Forgotten[]> {
  const forgotten: Forgotten[] = []
  for (const [what, forget] of Object.entries(statements)) {
    for (let isMore = true; isMore && !hasEnded(); ) {
      const gone = await forget(sql, now)
      forgotten.push(...gone.map(({ workspace, count }) => ({ workspace, what, count })))
      isMore = gone.reduce((total, { count }) => total + count, 0) === batch
    }
  }
  return forgotten
}

const emptyPlace = (sql: ISql) => sql`country = NULL, region = NULL, city = NULL, timezone = NULL, place_until = NULL`

const statements: Record<string, (sql: Sql, now: Date) => PromiseLike<Gone>> = {
  visitors: (sql, now) => sql<Gone>`
    WITH gone AS (
      UPDATE visitors SET ip = NULL, ${emptyPlace(sql)}
      WHERE id IN (SELECT id FROM visitors WHERE place_until <= ${now} ORDER BY place_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      RETURNING workspace_id)
    SELECT workspace_id AS workspace, count(*) AS count FROM gone GROUP BY 1`,
  visits: (sql, now) => sql<Gone>`
    WITH gone AS (
      UPDATE visits SET ${emptyPlace(sql)}
      WHERE (visitor_id, id) IN (
        SELECT visitor_id, id FROM visits WHERE place_until <= ${now} ORDER BY place_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      RETURNING visitor_id)
    SELECT v.workspace_id AS workspace, count(*) AS count FROM gone g JOIN visitors v ON v.id = g.visitor_id GROUP BY 1`,
  people: (sql, now) => sql<Gone>`
    WITH gone AS (
      UPDATE people SET ${emptyPlace(sql)}
      WHERE id IN (SELECT id FROM people WHERE place_until <= ${now} ORDER BY place_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      RETURNING workspace_id)
    SELECT workspace_id AS workspace, count(*) AS count FROM gone GROUP BY 1`,
  conversations: (sql, now) => sql<Gone>`
    WITH gone AS (
      UPDATE conversations SET ip = NULL, ${emptyPlace(sql)}
      WHERE id IN (
        SELECT id FROM conversations WHERE place_until <= ${now} ORDER BY place_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      RETURNING workspace_id)
    SELECT workspace_id AS workspace, count(*) AS count FROM gone GROUP BY 1`
}
