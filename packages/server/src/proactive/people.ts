import { holds, type ServerSideCondition } from '@foyer/protocol'
import { visitMinutes } from '../identity/index.ts'
import type { ISql } from './context.ts'

/** Of one browser: what it, and the browsers that proved the same user, may be judged by. A print proves nothing. */
export type PersonFacts = {
  visitor: string
  person: string
  country: string | null
  source: string | null
  verified: boolean
  traits: [key: string, kind: 'verified' | 'claimed', value: unknown][]
  /** The beginnings of the first visits, as many as are asked about. */
  visits: Date[]
  /** Nothing was heard for as long as ends a visit: what is asked for now begins another. */
  isStale: boolean
  firstTalkAt: Date | null
  isTalking: boolean
  /** Whether they are in a segment, of those that are asked about and still there. */
  segments: ReadonlyMap<string, boolean>
}

/** `asked`: what the conditions need; the rest is not looked for. */
export async function factsOf(
  sql: ISql,
  workspaceId: string,
  visitors: string[],
  conditions: readonly ServerSideCondition[],
  now: Date
): Promise<Map<string, PersonFacts>> {
  const keys = [...new Set(conditions.flatMap(keysOf))]
  const mostVisits = Math.max(0, ...conditions.map(one => (one.kind === 'visits' ? one.atLeast : 0)))
  const rows = await sql<Omit<PersonFacts, 'segments'>[]>`
    SELECT me.id AS visitor, me.person_id AS person, me.country, p.source, me.user_id IS NOT NULL AS verified,
      me.session_at <= ${now}::timestamptz - make_interval(mins => ${visitMinutes}) AS "isStale",
      ${
        keys.length === 0
          ? sql`'[]'::jsonb`
          : sql`coalesce((SELECT jsonb_agg(jsonb_build_array(key, kind, value)) FROM (
              SELECT DISTINCT ON (a.key, a.kind) a.key, a.kind, a.value
              FROM visitors o JOIN attributes a ON a.visitor_id = o.id
              WHERE ${isOwn(sql)} AND a.key = ANY(${keys})
              ORDER BY a.key, a.kind, a.at DESC) best), '[]'::jsonb)`
      } AS traits,
      ${
        mostVisits === 0
          ? sql`'{}'::timestamptz[]`
          : sql`ARRAY(SELECT min(x.started_at) FROM visitors o JOIN visits x ON x.visitor_id = o.id
              WHERE ${isOwn(sql)} GROUP BY x.id ORDER BY 1 LIMIT ${mostVisits})`
      } AS visits,
      (SELECT min(c.created_at) FROM visitors o JOIN conversations c ON c.visitor_id = o.id WHERE ${isOwn(sql)})
        AS "firstTalkAt",
      EXISTS (SELECT 1 FROM visitors o JOIN conversations c ON c.visitor_id = o.id
        WHERE ${isOwn(sql)} AND c.status <> 'resolved' AND c.merged_into IS NULL) AS "isTalking"
    FROM visitors me LEFT JOIN people p ON p.id = me.person_id
    WHERE me.id = ANY(${visitors}::uuid[]) AND me.workspace_id = ${workspaceId}`
  return new Map(rows.map(row => [row.visitor, { ...row, segments: new Map() }]))
}

const isOwn = (sql: ISql) => sql`o.person_id = me.person_id AND (o.id = me.id OR o.user_id = me.user_id)`

const keysOf = (condition: ServerSideCondition): string[] =>
  condition.kind === 'trait' ? [condition.key] : condition.kind === 'known' ? ['name', 'email'] : []

/** At a moment: in a visit that has begun by then, before a conversation that had not. */
export function matchesPerson(
  facts: PersonFacts,
  conditions: readonly ServerSideCondition[],
  moment: { at: Date; isNow: boolean }
): boolean {
  return conditions.every(condition => matches(facts, condition, moment))
}

function matches(facts: PersonFacts, condition: ServerSideCondition, { at, isNow }: { at: Date; isNow: boolean }) {
  switch (condition.kind) {
    case 'trait':
      return holds(traitOf(facts, condition.key, condition.proven), condition.op, condition.value)
    case 'visits':
      return (
        facts.visits.filter(started => started <= at).length + (isNow && facts.isStale ? 1 : 0) >= condition.atLeast
      )
    case 'country':
      return facts.country !== null && condition.in.includes(facts.country)
    case 'source':
      return facts.source !== null && condition.in.some(source => source.toLowerCase() === facts.source?.toLowerCase())
    case 'known':
      return condition.as === knownAs(facts)
    case 'segment':
      return facts.segments.get(condition.segment) === condition.is
    case 'talked':
      return (facts.firstTalkAt !== null && facts.firstTalkAt <= at) === condition.has
  }
}

/** The proven value before the claimed one, as everywhere. */
function traitOf({ traits }: PersonFacts, key: string, isProven: boolean): unknown {
  const own = traits.filter(([name]) => name === key)
  const verified = own.find(([, kind]) => kind === 'verified')
  return (verified ?? (isProven ? undefined : own[0]))?.[2]
}

function knownAs(facts: PersonFacts): 'anonymous' | 'named' | 'verified' {
  if (facts.verified) return 'verified'
  return ['name', 'email'].some(key => holds(traitOf(facts, key, false), 'exists', undefined)) ? 'named' : 'anonymous'
}
