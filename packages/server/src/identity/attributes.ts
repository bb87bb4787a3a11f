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
 * What this browser may be told about itself: what was said in it, and in the browsers that proved the same user. Never
 * what a print led to.
 */
export async function traitsFor(sql: ISql, visitor: string): Promise<Traits> {
  const rows = await sql<{ key: string; value: unknown }[]>`
    SELECT DISTINCT ON (a.key) a.key, a.value
    FROM visitors me
    JOIN visitors v ON v.id = me.id OR (v.person_id = me.person_id AND v.user_id = me.user_id)
    JOIN attributes a ON a.visitor_id = v.id
    WHERE me.id = ${visitor}
    ORDER BY a.key, a.kind = 'verified' DESC, a.at DESC`
  return Object.fromEntries(rows.map(row => [row.key, row.value]))
}
