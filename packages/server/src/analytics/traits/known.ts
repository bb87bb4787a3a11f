import type { ISql, PendingQuery, Row } from 'postgres'
import { storableText } from '../../identity/index.ts'
import { type Fact, isFact } from '../language/fields.ts'
import type { Few } from '../language/who.ts'

type Fragment = PendingQuery<Row[]>

/** Longer values are cut: they are compared and grouped by, not read. */
const mostChars = 1_000

/** Of whom: everybody of a workspace, or a few people by those of their browsers that may speak for them. */
export type Whose = { workspaceId: string } | Few

/** The browsers `v` that are meant. */
const browsers = (sql: ISql, whose: Whose) =>
  'workspaceId' in whose
    ? sql`(SELECT * FROM visitors WHERE workspace_id = ${whose.workspaceId}) v`
    : sql`visitors v JOIN unnest(${[...whose.browsers]}::uuid[], ${[...whose.people]}::int[]) AS own (browser, person) ON own.browser = v.id`
const person = (sql: ISql, whose: Whose) => ('workspaceId' in whose ? sql`v.person_id` : sql`own.person`)

/**
 * The value of a trait or a fact, as `who` (a person id, or the number of one of a few) and `value` (a text that is not empty). A verified value wins over a claimed
 * one, then the newest: as on a profile.
 */
export function knownValues(sql: ISql, key: string, whose: Whose, now: Date) {
  const values = isFact(key)
    ? sql`SELECT ${person(sql, whose)} AS who, ${factValue(sql, key, now)} AS value
          FROM ${browsers(sql, whose)} GROUP BY 1`
    : sql`SELECT DISTINCT ON (1) ${person(sql, whose)} AS who, a.value #>> '{}' AS value
          FROM ${browsers(sql, whose)} JOIN attributes a ON a.visitor_id = v.id
          WHERE a.key = ${storableText(key.replace(/^traits\./, ''))}
          ORDER BY 1, a.kind = 'verified' DESC, a.at DESC`
  return sql`SELECT who, left(value, ${mostChars}) AS value FROM (${values}) known WHERE value IS NOT NULL AND value <> ''`
}

const moment = (sql: ISql, at: Fragment) => sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const days = (sql: ISql, now: Date, at: Fragment) =>
  sql`floor(greatest(0, extract(epoch FROM ${now}::timestamptz - ${at})) / 86400)::text`

/** Over the browsers `v` of a person. A browser that a server named and that did nothing yet has no time of its own. */
function factValue(sql: ISql, fact: Fact, now: Date) {
  const first = sql`coalesce(min(v.first_seen_at) FILTER (WHERE v.events > 0 OR v.visits > 0), min(v.first_seen_at))`
  const last = sql`coalesce(max(v.last_seen_at) FILTER (WHERE v.events > 0 OR v.visits > 0), max(v.last_seen_at))`
  const talks = (value: Fragment) => sql`(
    SELECT ${value} FROM conversations c WHERE c.visitor_id = ANY(array_agg(v.id)) AND c.merged_into IS NULL)`
  switch (fact) {
    case 'person.userId':
      return sql`min(v.user_id)`
    case 'person.verified':
      return sql`bool_or(v.user_id IS NOT NULL)::text`
    case 'person.firstSeen':
      return moment(sql, first)
    case 'person.lastSeen':
      return moment(sql, last)
    case 'person.daysSinceFirstSeen':
      return days(sql, now, first)
    case 'person.daysSinceLastSeen':
      return days(sql, now, last)
    case 'person.visits':
      return sql`sum(v.visits)::text`
    case 'person.events':
      return sql`sum(v.events)::text`
    case 'person.devices':
      return sql`count(*)::text`
    case 'person.firstSource':
      return sql`(array_agg(v.source ORDER BY (v.events > 0 OR v.visits > 0) DESC, v.first_seen_at, v.id))[1]`
    case 'person.talked':
      return talks(sql`(count(*) > 0)::text`)
    case 'person.conversations':
      return talks(sql`count(*)::text`)
    case 'person.rating':
      return talks(sql`(array_agg(c.rating ORDER BY c.rated_at DESC) FILTER (WHERE c.rating IS NOT NULL))[1]::text`)
  }
}
