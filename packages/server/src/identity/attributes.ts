import type { ISql } from 'postgres'
import type { Sighting } from './sighting.ts'
import { storableJson, type Traits } from './traits.ts'

const maxAttributes = 300

/** Claims describe; only what came inside a signed token is verified, and a claim never replaces it. */
export async function writeAttributes(sql: ISql, seen: Sighting, visitor: string): Promise<boolean> {
  const rows = [
    ...entriesOf(seen.claims, 'claimed' as const),
    ...(seen.proof ? entriesOf(seen.proof.traits, 'verified' as const) : [])
  ]
  if (rows.length === 0) return false
  await sql`
    INSERT INTO attributes (visitor_id, key, kind, value, at)
    SELECT ${visitor}, key, kind, value::jsonb, ${seen.at}
    FROM unnest(${rows.map(row => row.key)}::text[], ${rows.map(row => row.kind)}::text[],
      ${rows.map(row => row.value)}::text[]) AS t (key, kind, value)
    WHERE (SELECT count(*) FROM attributes WHERE visitor_id = ${visitor}) < ${maxAttributes}
      OR EXISTS (SELECT 1 FROM attributes a WHERE a.visitor_id = ${visitor} AND a.key = t.key AND a.kind = t.kind)
    ON CONFLICT (visitor_id, key, kind) DO UPDATE SET value = excluded.value, at = excluded.at`
  return true
}

const entriesOf = <Kind extends 'claimed' | 'verified'>(traits: Traits, kind: Kind) =>
  Object.entries(traits).map(([key, value]) => ({ key, kind, value: storableJson(JSON.stringify(value)) }))

/**
 * What each of these browsers may be told about itself: what was said in it, and in the browsers that proved the same user.
 * One that is known by its print alone (`byPrint`) is told nothing, until somebody proves in it who they are.
 */
export async function knowledgeOf(
  sql: ISql,
  visitors: string[]
): Promise<Map<string, { byPrint: boolean; traits: Traits }>> {
  const rows = await sql<{ visitor: string; byPrint: boolean; traits: Traits | null }[]>`
    SELECT me.id AS visitor,
      me.user_id IS NULL AND EXISTS (
        SELECT 1 FROM joins WHERE from_visitor = me.id AND kind = 'fingerprint' AND undone_at IS NULL) AS "byPrint",
      (SELECT jsonb_object_agg(key, value) FROM (
        SELECT DISTINCT ON (a.key) a.key, a.value
        FROM visitors v JOIN attributes a ON a.visitor_id = v.id
        WHERE v.person_id = me.person_id AND (v.id = me.id OR v.user_id = me.user_id)
        ORDER BY a.key, a.kind = 'verified' DESC, a.at DESC) best) AS traits
    FROM visitors me WHERE me.id = ANY(${visitors}::uuid[])`
  return new Map(rows.map(row => [row.visitor, { byPrint: row.byPrint, traits: row.traits ?? {} }]))
}
