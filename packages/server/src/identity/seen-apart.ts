import type { Sql } from 'postgres'
import { instants } from '../stores/records/index.ts'
import { lockPeople, printJoinsAgainst, settlePeople, sharePrintsOf, undoJoins } from './joins.ts'

/** What a page still sends while it closes, or from a second tab just after the storage was cleared, proves nothing yet. */
const graceSeconds = 5

export type Acted = { visitor: string; lastMs: number }

/**
 * A browser that was thought to have been replaced by a later one with the same print has acted since: both are alive, and
 * the print means two. Their joins are undone and the print recognises nobody again. Answers whose record changed.
 */
export async function partSeenApart(
  sql: Sql,
  acted: Acted[],
  at: Date
): Promise<{ workspaceId: string; person: string }[]> {
  if (acted.length === 0) return []
  const wrong = await sql<{ visitor: string; workspaceId: string }[]>`
    WITH acted AS (
      SELECT * FROM unnest(
        ${acted.map(one => one.visitor)}::uuid[], ${instants(acted.map(one => new Date(one.lastMs)))}::timestamptz[])
        AS t (visitor, last)),
    owners AS (
      SELECT visitor, last, visitor AS owner, '-infinity'::timestamptz AS since FROM acted
      UNION ALL
      SELECT a.visitor, a.last, m.into_visitor, m.at FROM acted a JOIN joins m ON m.from_visitor = a.visitor
      WHERE m.kind = 'fingerprint' AND m.undone_at IS NULL)
    SELECT DISTINCT o.visitor, j.workspace_id AS "workspaceId"
    FROM owners o JOIN joins j ON j.into_visitor = o.owner
    WHERE j.kind = 'fingerprint' AND j.undone_at IS NULL AND j.from_visitor <> o.visitor AND j.at >= o.since
      AND j.at < o.last - make_interval(secs => ${graceSeconds})`
  const changed: { workspaceId: string; person: string }[] = []
  for (const { visitor, workspaceId } of wrong) {
    const people = await sql.begin(async transaction => {
      await transaction`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${workspaceId}`}, 0))`
      const joins = await printJoinsAgainst(transaction, visitor)
      if (joins.length === 0) return []
      const visitors = joins.flatMap(join => [join.from, join.into])
      await lockPeople(transaction, visitors)
      await undoJoins(
        transaction,
        joins.map(join => join.id),
        'both browsers were seen',
        at
      )
      await sharePrintsOf(transaction, joins)
      return settlePeople(transaction, visitors, at)
    })
    changed.push(...people.map(person => ({ workspaceId, person })))
  }
  return changed
}
