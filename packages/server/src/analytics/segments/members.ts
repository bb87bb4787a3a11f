import type { SegmentCount, SegmentRule } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { type Actor, AppError, toUuid } from '../../http/index.ts'
import { positionSql } from '../funnel/position-sql.ts'
import { newQuery } from '../language/query.ts'
import { halfSql } from '../language/who.ts'
import { namedIn } from '../named.ts'
import type { Questions } from '../question.ts'
import type { SavedContext } from '../saved/context.ts'
import { checkNesting, rulesOf } from './nesting.ts'
import { segmentPeopleSql } from './people-sql.ts'
import { segmentIn } from './rows.ts'

/** A list of people is read on a screen; a longer one is brought to nobody. */
const mostListed = 100_000
const freshMs = 30_000
const mostHeld = 20
const shownWhileEditing = 5

export function createMembers(context: Pick<SavedContext, 'sql' | 'clock'>, asking: Questions) {
  const { sql, clock } = context

  /** How many, of how many, and a few of them. */
  async function count(
    actor: Pick<Actor, 'workspaceId'>,
    rule: SegmentRule,
    own: string | undefined
  ): Promise<Omit<SegmentCount, 'first'> & { first: string[] }> {
    const { workspaceId } = actor
    checkNesting(own, rule, await rulesOf(sql, workspaceId, namedIn(rule).segments))
    const asked = await asking.now(actor, rule)
    const query = newQuery()
    const people = segmentPeopleSql(query, asked.scope, rule, positionSql)
    const [row] = await asked.ask<{ people: number; first: string[] }>(
      `SELECT count() AS people, groupArray(${shownWhileEditing})(${halfSql}) AS first FROM (${people})`,
      query
    )
    const counted = Number(row?.people ?? 0)
    const [all] = await sql<{ people: number }[]>`
      SELECT count(*)::int AS people FROM people WHERE workspace_id = ${workspaceId} AND NOT bot`
    return {
      people: counted,
      of: Math.max(counted, all?.people ?? 0),
      asOf: new Date(asked.nowMs).toISOString(),
      first: await idsByHalf(sql, workspaceId, row?.first ?? [])
    }
  }

  const held = new Map<string, { atMs: number; ids: Promise<string[]> }>()

  /** The ids of everybody in a segment, as they were within the last half minute. */
  async function idsOf(workspaceId: string, segment: string): Promise<string[]> {
    const { rule, updatedAt } = await segmentIn(sql, workspaceId, toUuid(segment))
    const key = `${workspaceId} ${segment} ${updatedAt.getTime()}`
    const known = held.get(key)
    const nowMs = clock().getTime()
    if (known && nowMs - known.atMs < freshMs && nowMs >= known.atMs) return known.ids
    const ids = readIds(workspaceId, rule)
    held.delete(key)
    held.set(key, { atMs: nowMs, ids })
    const [oldest] = held.keys()
    if (held.size > mostHeld && oldest !== undefined) held.delete(oldest)
    ids.catch(() => held.delete(key))
    return ids
  }

  async function readIds(workspaceId: string, rule: SegmentRule): Promise<string[]> {
    const asked = await asking.now({ workspaceId }, rule)
    const query = newQuery()
    const people = segmentPeopleSql(query, asked.scope, rule, positionSql)
    const rows = await asked.ask<{ half: string }>(
      `SELECT ${halfSql} AS half FROM (${people}) LIMIT ${query.bind(mostListed + 1, 'UInt32')}`,
      query
    )
    if (rows.length > mostListed)
      throw new AppError(
        'invalid',
        `More than ${mostListed.toLocaleString('en-GB')} people are in this segment: too many for a list. Its count and every report take it as it is.`,
        { field: 'segment' }
      )
    return idsByHalf(
      sql,
      workspaceId,
      rows.map(row => row.half)
    )
  }

  return { count, idsOf }
}

export type Members = ReturnType<typeof createMembers>

/** An id begins with its half, so it is found by the key of the table, among the ids that begin like it. */
async function idsByHalf(sql: ISql, workspaceId: string, halves: readonly string[]): Promise<string[]> {
  if (halves.length === 0) return []
  const rows = await sql<{ id: string }[]>`
    SELECT p.id FROM unnest(${halves.map(text => `${text}${'0'.repeat(16)}`)}::uuid[],
        ${halves.map(text => `${text}${'f'.repeat(16)}`)}::uuid[]) AS span (first, last)
      JOIN people p ON p.id BETWEEN span.first AND span.last
    WHERE p.workspace_id = ${workspaceId}`
  return rows.map(row => row.id)
}
