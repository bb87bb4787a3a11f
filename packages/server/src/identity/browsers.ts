import type { ISql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { keptUntil } from '../privacy/index.ts'
import type { Sighting } from './sighting.ts'

export type Browser = { id: string; personId: string; userId: string | null; firstSeenAt: Date }
export type Print = { visitorId: string; shared: boolean }

export const visitMinutes = 30

/**
 * The visitor this browser is by what it brought: its own id first, else the token of an earlier answer. After a sign-out it is
 * whoever it is, but not the one who signed out: not by their token, nor by an id that a page without storage could not renew.
 */
export async function findBrowser(sql: ISql, seen: Sighting): Promise<Browser | null> {
  const partedFrom = seen.parted ? seen.tokenVisitor : null
  const rows = await sql<Browser[]>`
    SELECT v.id, v.person_id AS "personId", v.user_id AS "userId", v.first_seen_at AS "firstSeenAt"
    FROM visitors v
    WHERE v.workspace_id = ${seen.workspaceId} AND v.id = coalesce(
      (SELECT visitor_id FROM identity_keys
       WHERE workspace_id = ${seen.workspaceId} AND kind = 'local' AND hash = ${seen.local}),
      ${seen.parted ? null : seen.tokenVisitor}::uuid)
      AND v.id IS DISTINCT FROM ${partedFrom}::uuid`
  return rows[0] ?? null
}

/** A browser never seen before. It is its own person until evidence says otherwise. */
export async function addBrowser(sql: ISql, seen: Sighting, random = newUuid): Promise<Browser> {
  const id = random()
  const { where, machine } = seen
  const { place } = where
  await sql`
    INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, session_id, session_at, source,
      country, region, city, timezone, place_until, browser, os, device, ip, bot)
    VALUES (${id}, ${seen.workspaceId}, ${id}, ${seen.at}, ${seen.at}, ${random()}, ${new Date(0)}, ${seen.source || null},
      ${place.country || null}, ${place.region || null}, ${place.city || null}, ${place.timezone || null},
      ${keptUntil(where, seen.at.getTime())},
      ${machine.browser || null}, ${machine.os || null}, ${machine.device || null}, ${where.ip || null}, ${machine.bot})`
  return { id, personId: id, userId: null, firstSeenAt: seen.at }
}

/** From now on this browser's own id means this visitor. */
export async function bindLocal(sql: ISql, seen: Sighting, visitor: string): Promise<void> {
  if (!seen.local) return
  await sql`
    INSERT INTO identity_keys (workspace_id, kind, hash, visitor_id, first_at)
    VALUES (${seen.workspaceId}, 'local', ${seen.local}, ${visitor}, ${seen.at})
    ON CONFLICT (workspace_id, kind, hash) DO UPDATE SET visitor_id = excluded.visitor_id`
}

export async function findPrint(sql: ISql, seen: Sighting): Promise<Print | null> {
  if (!seen.print) return null
  const rows = await sql<Print[]>`
    SELECT visitor_id AS "visitorId", shared FROM identity_keys
    WHERE workspace_id = ${seen.workspaceId} AND kind = 'print' AND hash = ${seen.print}`
  return rows[0] ?? null
}

export async function bindPrint(sql: ISql, seen: Sighting, visitor: string, shared: boolean): Promise<void> {
  if (!seen.print) return
  await sql`
    INSERT INTO identity_keys (workspace_id, kind, hash, visitor_id, shared, first_at)
    VALUES (${seen.workspaceId}, 'print', ${seen.print}, ${visitor}, ${shared}, ${seen.at})
    ON CONFLICT (workspace_id, kind, hash) DO UPDATE SET shared = identity_keys.shared OR excluded.shared`
}

/** The first visitor who proved this user id. */
export async function rootOfUser(sql: ISql, seen: Sighting, hash: Buffer, visitor: string): Promise<string> {
  await sql`
    INSERT INTO identity_keys (workspace_id, kind, hash, visitor_id, first_at)
    VALUES (${seen.workspaceId}, 'user', ${hash}, ${visitor}, ${seen.at})
    ON CONFLICT (workspace_id, kind, hash) DO NOTHING`
  const rows = await sql<{ visitorId: string }[]>`
    SELECT visitor_id AS "visitorId" FROM identity_keys
    WHERE workspace_id = ${seen.workspaceId} AND kind = 'user' AND hash = ${hash}`
  return rows[0]?.visitorId ?? visitor
}
