import { createHash } from 'node:crypto'
import type { ISql } from 'postgres'

const none = '00000000-0000-0000-0000-000000000000'

/** Of an id only its hash is kept: 128 random bits cannot be guessed back from it. */
export const erasedHash = (visitor: string): Buffer =>
  createHash('sha256')
    .update(Buffer.from(visitor.replaceAll('-', ''), 'hex'))
    .digest()

/** Whether this id was somebody's who has been erased. */
export async function wasErased(sql: ISql, workspaceId: string, visitor: string): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM erased WHERE workspace_id = ${workspaceId} AND kind = 'visitor' AND hash = ${erasedHash(visitor)}`
  return rows.length > 0
}

/**
 * Forgets who these visitors are, and remembers that there is nobody any more whom their ids mean. In the transaction that erases them,
 * which holds the lock of the workspace's identities; their attributes, visits and conversations go with their rows.
 */
export async function forgetVisitors(
  tx: ISql,
  { workspaceId, visitors, at }: { workspaceId: string; visitors: string[]; at: Date }
): Promise<void> {
  await tx`
    INSERT INTO erased (workspace_id, kind, hash, at)
    SELECT ${workspaceId}, 'visitor', sha256(uuid_send(id)), ${at} FROM unnest(${visitors}::uuid[]) AS v (id)
    UNION ALL
    SELECT workspace_id, 'local', hash, ${at} FROM identity_keys
    WHERE workspace_id = ${workspaceId} AND kind = 'local' AND visitor_id = ANY(${visitors}::uuid[])
    ON CONFLICT (workspace_id, kind, hash) DO UPDATE SET at = excluded.at`
  // A print that has meant several browsers must not begin to mean one: it stays as what recognises nobody.
  await tx`
    UPDATE identity_keys SET visitor_id = ${none}
    WHERE workspace_id = ${workspaceId} AND kind = 'print' AND shared AND visitor_id = ANY(${visitors}::uuid[])`
  await tx`DELETE FROM identity_keys WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${visitors}::uuid[])`
  await tx`DELETE FROM user_tokens WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${visitors}::uuid[])`
  await tx`
    DELETE FROM joins WHERE workspace_id = ${workspaceId}
      AND (from_visitor = ANY(${visitors}::uuid[]) OR into_visitor = ANY(${visitors}::uuid[]))`
  await tx`DELETE FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${visitors}::uuid[])`
  await tx`DELETE FROM visitors WHERE workspace_id = ${workspaceId} AND id = ANY(${visitors}::uuid[])`
  // Whoever keeps a copy of who is whom makes it anew.
  await tx`
    INSERT INTO person_changes (workspace_id, changes) VALUES (${workspaceId}, 1)
    ON CONFLICT (workspace_id) DO UPDATE SET changes = person_changes.changes + 1`
}

/** Nothing of a visitor that happened before this is taken; `isGone`: they are nobody's any more at all. */
export type Erased = { beforeMs: number; isGone: boolean }
type Visitor = { workspaceId: string; visitor: string }

const mostRemembered = 50_000

/**
 * Who of the senders of events was erased: under the id they send with, or in an earlier life of the same browser, whose queue may
 * still hold what it did then. Of most it is known that they were not, so it costs a statement only for who was not asked about lately.
 */
export function createErased(sql: ISql, options: { rememberedMs: number; now: () => number }) {
  const known = new Map<string, { erased: Erased | null; atMs: number }>()
  let forgotten = 0

  async function look(senders: readonly Visitor[]): Promise<Map<string, Erased>> {
    const now = options.now()
    const found = new Map<string, Erased>()
    const unknown = new Map<string, Visitor>()
    for (const sender of senders) {
      const seen = known.get(sender.visitor)
      if (!seen || seen.atMs <= now - options.rememberedMs) unknown.set(sender.visitor, sender)
      else if (seen.erased) found.set(sender.visitor, seen.erased)
    }
    if (unknown.size === 0) return found
    const asked = [...unknown.values()]
    const before = forgotten
    const rows = await sql<{ visitor: string; at: Date; isGone: boolean }[]>`
      SELECT s.visitor, max(e.at) AS at, bool_or(e.kind = 'visitor') AS "isGone"
      FROM unnest(${asked.map(one => one.workspaceId)}::uuid[], ${asked.map(one => one.visitor)}::uuid[]) AS s (workspace, visitor),
        LATERAL (
          SELECT kind, at FROM erased WHERE workspace_id = s.workspace AND kind = 'visitor' AND hash = sha256(uuid_send(s.visitor))
          UNION ALL
          SELECT e.kind, e.at FROM identity_keys k
            JOIN erased e ON e.workspace_id = k.workspace_id AND e.kind = 'local' AND e.hash = k.hash
          WHERE k.visitor_id = s.visitor AND k.workspace_id = s.workspace AND k.kind = 'local') e
      GROUP BY 1`
    for (const { visitor, at, isGone } of rows) found.set(visitor, { beforeMs: at.getTime(), isGone })
    if (before !== forgotten) return found
    if (known.size + asked.length > mostRemembered) known.clear()
    for (const { visitor } of asked) known.set(visitor, { erased: found.get(visitor) ?? null, atMs: now })
    return found
  }

  return {
    /** Those who were not are left out. */
    async among(senders: readonly Visitor[]): Promise<Map<string, Erased>> {
      for (;;) {
        const before = forgotten
        const found = await look(senders)
        // Somebody was erased while it was asked.
        if (before === forgotten) return found
      }
    },
    /** Somebody has just been erased: nothing that was known before holds. */
    forget(): void {
      forgotten += 1
      known.clear()
    }
  }
}

export type ErasedVisitors = ReturnType<typeof createErased>
