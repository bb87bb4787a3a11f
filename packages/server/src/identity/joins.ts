import type { ISql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { peopleOf } from './groups.ts'
import { rebuildPeople } from './people-rows.ts'

export type JoinKind = 'user' | 'fingerprint'
export type Join = { id: string; kind: JoinKind; key: string; from: string; into: string }

/** States that two visitors are one person, and why. Stated twice it is one row. */
export async function addJoin(
  sql: ISql,
  join: { workspaceId: string; kind: JoinKind; key: string; from: string; into: string; at: Date }
): Promise<void> {
  await sql`
    INSERT INTO joins (id, workspace_id, kind, key, from_visitor, into_visitor, at)
    VALUES (${newUuid()}, ${join.workspaceId}, ${join.kind}, ${join.key}, ${join.from}, ${join.into}, ${join.at})
    ON CONFLICT DO NOTHING`
}

export async function undoJoins(sql: ISql, ids: string[], by: string, at: Date): Promise<void> {
  if (ids.length === 0) return
  await sql`UPDATE joins SET undone_at = ${at}, undone_by = ${by} WHERE id = ANY(${ids}::uuid[]) AND undone_at IS NULL`
}

/** Whether somebody said that this visitor is not this user; the same evidence must not join them again. */
export async function wasUndone(sql: ISql, visitor: string, userId: string): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM joins WHERE from_visitor = ${visitor} AND kind = 'user' AND key = ${userId} AND undone_at IS NOT NULL`
  return rows.length > 0
}

/**
 * Fingerprint joins in which this browser was taken to have been replaced by a later one: those into it, and those that came
 * after its own into the browser it had replaced itself. Of two in the same millisecond each counts as the later one.
 */
export async function printJoinsAgainst(sql: ISql, visitor: string): Promise<Join[]> {
  return sql<Join[]>`
    WITH me AS (SELECT id, first_seen_at FROM visitors WHERE id = ${visitor}),
    owner AS (
      SELECT coalesce((SELECT into_visitor FROM joins
        WHERE from_visitor = ${visitor} AND kind = 'fingerprint' AND undone_at IS NULL LIMIT 1), ${visitor}::uuid) AS id)
    SELECT j.id, j.kind, j.key, j.from_visitor AS "from", j.into_visitor AS "into"
    FROM joins j, owner, me
    WHERE j.kind = 'fingerprint' AND j.undone_at IS NULL AND j.from_visitor <> me.id
      AND (j.into_visitor = me.id OR (j.into_visitor = owner.id AND j.at >= me.first_seen_at))`
}

/** The prints behind these joins have meant two browsers: none of them recognises anybody again. */
export async function sharePrintsOf(sql: ISql, joins: Join[]): Promise<void> {
  const visitors = joins.flatMap(join => [join.from, join.into])
  await sql`UPDATE identity_keys SET shared = true WHERE visitor_id = ANY(${visitors}::uuid[]) AND kind = 'print'`
}

/**
 * Holds back whoever counts events and visits meanwhile: a person's row is written anew from their visitors' sums, and what was
 * added between reading them and writing it would be lost. In the order everyone locks them in.
 */
export async function lockPeople(sql: ISql, visitors: string[]): Promise<void> {
  await sql`
    SELECT 1 FROM visitors
    WHERE person_id IN (SELECT person_id FROM visitors WHERE id = ANY(${visitors}::uuid[])) ORDER BY id FOR UPDATE`
}

/** Everyone connected to these visitors through joins in force or any person row they share. */
async function connectedTo(sql: ISql, visitors: string[]) {
  return sql<{ id: string; personId: string; userId: string | null; firstSeenAt: Date }[]>`
    WITH RECURSIVE near (id) AS (
      SELECT unnest(${visitors}::uuid[])
      UNION
      SELECT other.id FROM near
      CROSS JOIN LATERAL (
        SELECT into_visitor AS id FROM joins WHERE from_visitor = near.id AND undone_at IS NULL
        UNION ALL SELECT from_visitor FROM joins WHERE into_visitor = near.id AND undone_at IS NULL
        UNION ALL SELECT v.id FROM visitors me JOIN visitors v ON v.person_id = me.person_id WHERE me.id = near.id
      ) other
    )
    SELECT v.id, v.person_id AS "personId", v.user_id AS "userId", v.first_seen_at AS "firstSeenAt"
    FROM near JOIN visitors v ON v.id = near.id`
}

const joinsAmong = (sql: ISql, ids: string[]) => sql<Join[]>`
  SELECT id, kind, key, from_visitor AS "from", into_visitor AS "into" FROM joins
  WHERE from_visitor = ANY(${ids}::uuid[]) AND undone_at IS NULL`

/**
 * Works out anew who is whom around these visitors, after a join or its undoing. A fingerprint never joins two known
 * people: where it would, proof wins and the fingerprint joins of that group are undone. Answers everyone whose record changed.
 */
export async function settlePeople(sql: ISql, visitors: string[], at: Date): Promise<string[]> {
  const members = await connectedTo(sql, visitors)
  const ids = members.map(member => member.id)
  await lockPeople(sql, ids)
  const known = members.map(member => ({ id: member.id, firstSeenAt: member.firstSeenAt.getTime() }))
  let joins: Join[] = await joinsAmong(sql, ids)
  let people = peopleOf(known, joins)

  const users = new Map<string, Set<string>>()
  for (const member of members) {
    const person = people.get(member.id)
    if (person === undefined || member.userId === null) continue
    users.set(person, (users.get(person) ?? new Set()).add(member.userId))
  }
  const wrong = joins.filter(
    join => join.kind === 'fingerprint' && (users.get(people.get(join.from) ?? '')?.size ?? 0) > 1
  )
  if (wrong.length > 0) {
    await undoJoins(
      sql,
      wrong.map(join => join.id),
      'two signed-in people',
      at
    )
    await sharePrintsOf(sql, wrong)
    joins = joins.filter(join => !wrong.includes(join))
    people = peopleOf(known, joins)
  }

  const moved = members.filter(member => people.get(member.id) !== member.personId)
  if (moved.length > 0) {
    await sql`
      UPDATE visitors v SET person_id = m.person
      FROM unnest(${moved.map(member => member.id)}::uuid[],
                  ${moved.map(member => people.get(member.id) ?? member.id)}::uuid[]) AS m (visitor, person)
      WHERE v.id = m.visitor`
    await sql`
      INSERT INTO person_changes (workspace_id, changes)
      SELECT workspace_id, 1 FROM visitors WHERE id = ${moved[0]?.id ?? ''}
      ON CONFLICT (workspace_id) DO UPDATE SET changes = person_changes.changes + 1`
  }
  const changed = [...new Set([...members.map(member => member.personId), ...people.values()])]
  await rebuildPeople(sql, changed)
  return changed
}
