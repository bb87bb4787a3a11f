import { friendlyName } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { newUuid, toPublic } from '../http/index.ts'
import { keptUntil } from '../privacy/index.ts'
import { bytes, instants } from '../stores/records/index.ts'
import type { Sighting } from './sighting.ts'

export type Plain = { visitor: string; wasKnown: boolean }

/**
 * Most sightings need no rule: a browser that comes back, or one nobody has seen. They are settled for a whole group of
 * concurrent requests in two statements; whoever brings a proof, claims, or a print that means somebody takes the long way.
 * Returns undefined where the long way is needed.
 */
export async function settlePlain(sql: ISql, group: Sighting[]): Promise<(Plain | undefined)[]> {
  const found = await lookUp(sql, group)
  const answers: (Plain | undefined)[] = group.map(() => undefined)
  const fresh: { index: number; seen: Sighting; visitor: string }[] = []
  const taken = new Set<string>()
  for (const [index, seen] of group.entries()) {
    const row = found[index]
    if (!row || seen.proof || seen.parted || Object.keys(seen.claims).length > 0) continue
    if (row.visitor !== null) {
      const printIsSettled = seen.print === null || row.printShared || row.printOf === row.visitor
      if (printIsSettled && !row.hasPrintJoins && row.hasLocal)
        answers[index] = { visitor: row.visitor, wasKnown: true }
      continue
    }
    if (row.printOf !== null && !row.printShared) continue
    const keys = [seen.local, seen.print].filter(key => key !== null).map(key => key.toString('hex'))
    // The same new browser twice in one group (two tabs): the second must meet the first.
    if (seen.local === null || keys.some(key => taken.has(key))) continue
    for (const key of keys) taken.add(key)
    fresh.push({ index, seen, visitor: newUuid() })
  }
  const won = await addAll(sql, fresh)
  for (const { index, visitor } of fresh) if (won.has(visitor)) answers[index] = { visitor, wasKnown: false }
  return answers
}

type Row = {
  visitor: string | null
  hasLocal: boolean
  printOf: string | null
  printShared: boolean
  hasPrintJoins: boolean
}

async function lookUp(sql: ISql, group: Sighting[]): Promise<Row[]> {
  return sql<Row[]>`
    SELECT v.id AS visitor, (l.hash IS NOT NULL OR s.local IS NULL) AS "hasLocal", p.visitor_id AS "printOf",
      coalesce(p.shared, false) AS "printShared",
      v.id IS NOT NULL AND EXISTS (SELECT 1 FROM joins j WHERE j.kind = 'fingerprint' AND j.undone_at IS NULL
        AND (j.from_visitor = v.id OR j.into_visitor = v.id)) AS "hasPrintJoins"
    FROM unnest(${group.map(seen => seen.workspaceId)}::uuid[], ${bytes(group.map(seen => seen.local))}::text[]::bytea[],
      ${bytes(group.map(seen => seen.print))}::text[]::bytea[], ${group.map(seen => seen.tokenVisitor)}::uuid[])
      WITH ORDINALITY AS s (workspace, local, print, token, position)
    LEFT JOIN identity_keys l ON l.workspace_id = s.workspace AND l.kind = 'local' AND l.hash = s.local
    LEFT JOIN identity_keys p ON p.workspace_id = s.workspace AND p.kind = 'print' AND p.hash = s.print
    LEFT JOIN visitors v ON v.id = coalesce(l.visitor_id, s.token) AND v.workspace_id = s.workspace
    ORDER BY s.position`
}

/** Whoever else added the same browser in the meantime keeps it: only the keys won here get a visitor. */
async function addAll(sql: ISql, fresh: { seen: Sighting; visitor: string }[]): Promise<Set<string>> {
  if (fresh.length === 0) return new Set()
  const rows = [...fresh].sort((a, b) =>
    Buffer.compare(a.seen.local ?? Buffer.alloc(0), b.seen.local ?? Buffer.alloc(0))
  )
  const column = <Value>(pick: (seen: Sighting) => Value) => rows.map(row => pick(row.seen))
  const won = await sql<{ id: string }[]>`
    WITH want AS (
      SELECT * FROM unnest(
        ${rows.map(row => row.visitor)}::uuid[], ${column(seen => seen.workspaceId)}::uuid[],
        ${bytes(column(seen => seen.local))}::text[]::bytea[], ${bytes(column(seen => seen.print))}::text[]::bytea[], ${instants(column(seen => seen.at))}::timestamptz[],
        ${column(seen => seen.source || null)}::text[], ${column(seen => seen.where.place.country || null)}::text[],
        ${column(seen => seen.where.place.region || null)}::text[], ${column(seen => seen.where.place.city || null)}::text[],
        ${column(seen => seen.where.place.timezone || null)}::text[],
        ${instants(column(seen => keptUntil(seen.where, seen.at.getTime())))}::timestamptz[], ${column(seen => seen.machine.browser || null)}::text[],
        ${column(seen => seen.machine.os || null)}::text[], ${column(seen => seen.machine.device || null)}::text[],
        ${column(seen => seen.where.ip || null)}::inet[], ${column(seen => seen.machine.bot)}::text[],
        ${rows.map(row => friendlyName(toPublic('vis', row.visitor)))}::text[], ${rows.map(() => newUuid())}::uuid[])
        AS t (id, workspace, local, print, at, source, country, region, city, timezone, place_until, browser, os, device, ip, bot,
          friendly, session)),
    won AS (
      INSERT INTO identity_keys (workspace_id, kind, hash, visitor_id, first_at)
      SELECT workspace, 'local', local, id, at FROM want
      ON CONFLICT DO NOTHING RETURNING visitor_id),
    added AS (
      INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, session_id, session_at, source,
        country, region, city, timezone, place_until, browser, os, device, ip, bot)
      SELECT id, workspace, id, at, at, session, 'epoch', source, country, region, city, timezone, place_until, browser, os,
        device, ip, bot
      FROM want WHERE id IN (SELECT visitor_id FROM won) RETURNING id),
    person AS (
      INSERT INTO people (id, workspace_id, first_seen_at, last_seen_at, source, country, region, city, timezone,
        place_until, browser, os, device, bot, words)
      SELECT id, workspace, at, at, source, country, region, city, timezone, place_until, browser, os, device, bot <> '',
        to_tsvector('simple', friendly)
      FROM want WHERE id IN (SELECT visitor_id FROM won)),
    printed AS (
      INSERT INTO identity_keys (workspace_id, kind, hash, visitor_id, first_at)
      SELECT workspace, 'print', print, id, at FROM want
      WHERE print IS NOT NULL AND id IN (SELECT visitor_id FROM won) ORDER BY print
      ON CONFLICT DO NOTHING)
    SELECT id FROM added`
  return new Set(won.map(row => row.id))
}
