import type { ISql } from 'postgres'

/** What may be said of a visitor: of their own browser, and of those in which the same user signed in. */
export type KnownVisitor = {
  userId: string | undefined
  traits: Record<string, unknown>
  /** Those of the traits that came with a signed token. */
  proven: Record<string, unknown>
}

type Row = {
  visitor: string
  userId: string | null
  known: { key: string; value: unknown; kind: 'verified' | 'claimed' }[] | null
}

/** Visitors as they are known now. One that is missing was erased. */
export async function knownVisitors(sql: ISql, visitors: readonly string[]): Promise<Map<string, KnownVisitor>> {
  if (visitors.length === 0) return new Map()
  const rows = await sql<Row[]>`
    SELECT me.id AS visitor, me.user_id AS "userId",
      (SELECT jsonb_agg(best) FROM (
        SELECT DISTINCT ON (a.key) a.key, a.value, a.kind
        FROM visitors v JOIN attributes a ON a.visitor_id = v.id
        WHERE v.person_id = me.person_id AND (v.id = me.id OR v.user_id = me.user_id)
        ORDER BY a.key, a.kind = 'verified' DESC, a.at DESC) best) AS known
    FROM visitors me WHERE me.id = ANY(${[...new Set(visitors)]}::uuid[])`
  return new Map(
    rows.map(({ visitor, userId, known }) => {
      const entries = known ?? []
      const proven = entries.filter(one => one.kind === 'verified')
      return [
        visitor,
        { userId: userId ?? undefined, traits: objectOf(entries), proven: objectOf(proven) } satisfies KnownVisitor
      ]
    })
  )
}

/** `fromEntries` makes own fields, whatever they are called. */
const objectOf = (entries: { key: string; value: unknown }[]) =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value]))
