import type { ISql } from 'postgres'
import { lockPeople } from './joins.ts'
import { rebuildPeople } from './people-rows.ts'
import { storableJson, type Traits } from './traits.ts'

/**
 * What somebody said of themselves outside of identify, such as an e-mail address left in the chat. It is a claim: it describes,
 * joins nobody, and never replaces what a signed token said.
 */
export async function claimTrait(
  transaction: ISql,
  claim: { workspaceId: string; visitor: string; key: string; value: unknown; at: Date }
): Promise<void> {
  await transaction`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${claim.workspaceId}`}, 0))`
  await transaction`
    INSERT INTO attributes (visitor_id, key, kind, value, at)
    VALUES (${claim.visitor}, ${claim.key}, 'claimed', ${storableJson(JSON.stringify(claim.value))}::text::jsonb, ${claim.at})
    ON CONFLICT (visitor_id, key, kind) DO UPDATE SET value = excluded.value, at = excluded.at`
  await lockPeople(transaction, [claim.visitor])
  const people = await transaction<{ person: string }[]>`
    SELECT person_id AS person FROM visitors WHERE id = ${claim.visitor}`
  await rebuildPeople(
    transaction,
    people.map(row => row.person)
  )
}

/** One value a key: the proven one if there is one, else the last that was said. */
export async function traitsOfPerson(sql: ISql, visitor: string): Promise<Traits> {
  const [row] = await sql<{ traits: Traits | null }[]>`
    SELECT jsonb_object_agg(key, value) AS traits FROM (
      SELECT DISTINCT ON (a.key) a.key, a.value
      FROM visitors me JOIN visitors v ON v.person_id = me.person_id JOIN attributes a ON a.visitor_id = v.id
      WHERE me.id = ${visitor} ORDER BY a.key, a.kind = 'verified' DESC, a.at DESC) best`
  return row?.traits ?? {}
}
