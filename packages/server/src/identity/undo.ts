import type { ISql, Sql } from 'postgres'
import { AppError } from '../http/index.ts'
import { type Join, lockPeople, settlePeople, sharePrintsOf, undoJoins } from './joins.ts'

/**
 * Takes a join back. The visitors part, their events and counts with them, and the same evidence does not join them again:
 * a print that was wrong once recognises nobody, and a user who signs in again in that browser starts a visitor of their own.
 * The browser is then nobody's that is known: what the sign-in said of it goes with the sign-in. Answers the people there are now.
 */
export async function undoJoin(
  sql: Sql,
  undo: { workspaceId: string; person: string; joinId: string; by: string; at: Date },
  alsoInTransaction: (transaction: Parameters<Parameters<Sql['begin']>[1]>[0], join: Join) => Promise<void>
): Promise<string[]> {
  return sql.begin(async transaction => {
    await transaction`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${undo.workspaceId}`}, 0))`
    const joins = await transaction<Join[]>`
      SELECT j.id, j.kind, j.key, j.from_visitor AS "from", j.into_visitor AS "into"
      FROM joins j JOIN visitors v ON v.id = j.from_visitor
      WHERE j.id = ${undo.joinId} AND j.workspace_id = ${undo.workspaceId} AND v.person_id = ${undo.person}
        AND j.undone_at IS NULL`
    const join = joins[0]
    if (!join)
      throw new AppError('not_found', 'There is no such join to undo. It may have been undone already: look again.')
    await undoJoins(transaction, [join.id], undo.by, undo.at)
    if (join.kind === 'fingerprint') await sharePrintsOf(transaction, [join])
    else await forgetUser(transaction, join)
    await settlePeople(transaction, [join.from, join.into], undo.at)
    await alsoInTransaction(transaction, join)
    const people = await transaction<{ person: string }[]>`
      SELECT DISTINCT person_id AS person FROM visitors WHERE id IN (${join.from}, ${join.into})`
    return people.map(row => row.person)
  })
}

async function forgetUser(sql: ISql, join: Join): Promise<void> {
  await lockPeople(sql, [join.from, join.into])
  await sql`UPDATE visitors SET user_id = NULL WHERE id = ${join.from} AND user_id = ${join.key}`
  await sql`DELETE FROM attributes WHERE visitor_id = ${join.from} AND kind = 'verified'`
}
