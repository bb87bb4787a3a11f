import type { ISql, Sql } from 'postgres'
import { AppError } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { positionSql } from '../funnel/position-sql.ts'
import { newQuery } from '../language/query.ts'
import type { Few } from '../language/who.ts'
import { lookUpNamed, scopeOfFew } from '../scope.ts'
import { segmentPeopleSql } from './people-sql.ts'

export type Among = { workspaceId: string; workspaceNumber: number; visitors: readonly string[] }
type Asking = Pick<EventStore, 'lookUp'>['lookUp']

/** What the segment asks for cannot be asked: it stays so until somebody changes it. */
class SegmentBroken extends Error {
  override readonly name = 'SegmentBroken'
}

/**
 * Of these segments, which of these visitors are in each, judged by what their own browsers did alone: a few milliseconds, however many
 * people there are. A segment that is not there has nobody in it, and is left out of the answer.
 */
export function createAmong({ sql, clock }: { sql: Sql; clock: () => Date }) {
  return async function among(
    { workspaceId, workspaceNumber, visitors }: Among,
    segments: readonly string[],
    ask: Asking
  ): Promise<Map<string, ReadonlySet<string>>> {
    const looked = await lookUpNamed(
      sql,
      workspaceId,
      segments.map(segment => ({ segment }))
    )
    const answer = new Map<string, ReadonlySet<string>>()
    if (looked.rules.size === 0) return answer
    const [workspace] = await sql<{ timezone: string }[]>`SELECT timezone FROM workspaces WHERE id = ${workspaceId}`
    const base = { workspaceNumber, nowMs: clock().getTime(), timezone: workspace?.timezone ?? 'UTC' }
    const { few, personOf } = await ownBrowsers(sql, workspaceId, visitors)
    for (const segment of new Set(segments)) {
      const rule = looked.rules.get(segment)
      if (!rule) continue
      const query = newQuery()
      const scope = await scopeOfFew(sql, base, few, looked, positionSql)
      const people = built(() => segmentPeopleSql(query, scope, rule, positionSql))
      const rows = few.people.length === 0 ? [] : await ask<{ who: number }>(people, query.params).catch(readable)
      const within = new Set(rows.map(row => Number(row.who)))
      answer.set(segment, new Set(visitors.filter(visitor => within.has(personOf.get(visitor) ?? 0))))
    }
    return answer
  }
}

/** What of one segment; one that is not there, or cannot be asked, has no answer but a sentence. */
export async function amongOne(
  among: ReturnType<typeof createAmong>,
  ask: Asking,
  whose: Among,
  segment: string
): Promise<{ within: ReadonlySet<string> } | { broken: string }> {
  try {
    const within = (await among(whose, [segment], ask)).get(segment)
    return within ? { within } : { broken: 'It was deleted.' }
  } catch (fault) {
    if (fault instanceof SegmentBroken) return { broken: fault.message }
    throw fault
  }
}

function built(build: () => string): string {
  try {
    return build()
  } catch (fault) {
    throw fault instanceof AppError ? new SegmentBroken(fault.message, { cause: fault }) : fault
  }
}

/** By ClickHouse's own numbers: what is wrong with the question, whenever it is asked. */
const faultsOfRules = new Set(['36', '42', '43', '47', '53', '62', '386', '427'])

function readable(fault: unknown): never {
  const code =
    fault instanceof Error && ('clickhouseCode' in fault ? fault.clickhouseCode : 'code' in fault && fault.code)
  if (faultsOfRules.has(String(code)))
    throw new SegmentBroken('The event store cannot read one of its conditions.', { cause: fault })
  throw fault
}

/** A print proves nothing: other browsers of the same person count where they proved the same user. */
async function ownBrowsers(
  sql: ISql,
  workspaceId: string,
  visitors: readonly string[]
): Promise<{ few: Few; personOf: ReadonlyMap<string, number> }> {
  const rows = await sql<{ visitor: string; user: string | null; person: string; browser: string }[]>`
    SELECT me.id AS visitor, me.user_id AS user, me.person_id AS person, o.id AS browser
    FROM visitors me JOIN visitors o ON o.person_id = me.person_id AND (o.id = me.id OR o.user_id = me.user_id)
    WHERE me.workspace_id = ${workspaceId} AND me.id = ANY(${[...new Set(visitors)]}::uuid[])`
  const numbers = new Map<string, number>()
  const personOf = new Map<string, number>()
  const browsers = new Map<string, number>()
  for (const { visitor, user, person, browser } of rows) {
    const key = user === null ? visitor : `${person} ${user}`
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    personOf.set(visitor, number)
    browsers.set(browser, number)
  }
  return { few: { browsers: [...browsers.keys()], people: [...browsers.values()] }, personOf }
}
