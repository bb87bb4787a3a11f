import type { ApiKey, ApiKeyCreate, ApiKeyCreated, Scope } from '@foyer/protocol'
import { scopes as knownScopes } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, decodeCursor, encodeCursor, newUuid, notFound, pageOfRows, toPublic } from '../http/index.ts'
import { writeAudit } from './audit.ts'
import {
  type AnySql,
  type By,
  changeWorkspace,
  instant,
  type PageOf,
  type PageRequest,
  type WorkspaceContext
} from './context.ts'
import { assertMayGive } from './roles.ts'
import { newToken, tokenHash } from './vault.ts'

type KeyActor = Extract<Actor, { kind: 'key' }>
type KeyRow = {
  id: string
  workspaceId: string
  name: string
  scopes: Scope[]
  hint: string
  createdAt: Date
  lastUsedAt: Date | null
}

const findKey = (sql: AnySql) => sql`
  SELECT id, workspace_id AS "workspaceId", name, scopes, hint, created_at AS "createdAt", last_used_at AS "lastUsedAt"
  FROM api_keys`

const shownKey = (row: KeyRow): ApiKey => ({
  id: toPublic('key', row.id),
  name: row.name,
  scopes: row.scopes,
  hint: row.hint,
  createdAt: instant(row.createdAt),
  ...(row.lastUsedAt === null ? {} : { lastUsedAt: instant(row.lastUsedAt) })
})

// A server that sends events brings its key with each request: for this long it is not looked up again, and this long a key
// that another process deleted may go on. This process forgets it at once.
const keptMs = 2_000
const mostKept = 10_000
const noteEveryMs = 60_000

export type Keys = ReturnType<typeof createKeys>

export function createKeys(context: WorkspaceContext) {
  const { sql } = context
  const kept = new Map<string, { actor: KeyActor; until: number }>()

  async function lookUp(hash: Buffer, now: Date): Promise<KeyActor | null> {
    const [row] = await sql<KeyRow[]>`${findKey(sql)} WHERE hash = ${hash}`
    if (!row) return null
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= noteEveryMs)
      await sql`UPDATE api_keys SET last_used_at = ${now} WHERE id = ${row.id}`
    return keyActor(row)
  }

  return {
    async actor(key: string): Promise<KeyActor | null> {
      const hash = tokenHash(key)
      const name = hash.toString('base64')
      const now = context.clock()
      const known = kept.get(name)
      if (known && known.until > now.getTime()) return known.actor
      const actor = await lookUp(hash, now)
      if (kept.size >= mostKept) kept.clear()
      if (actor) kept.set(name, { actor, until: now.getTime() + keptMs })
      else kept.delete(name)
      return actor
    },

    async actorAgain(keyId: string): Promise<KeyActor | null> {
      const [row] = await sql<KeyRow[]>`${findKey(sql)} WHERE id = ${keyId}`
      return row ? keyActor(row) : null
    },

    async list(workspaceId: string, page: PageRequest): PageOf<ApiKey> {
      const limit = page.limit ?? 200
      const after = decodeCursor('keys', ['instant', 'uuid'], page.cursor)
      const rows = await sql<KeyRow[]>`
        ${findKey(sql)} WHERE workspace_id = ${workspaceId}
        ${after ? sql`AND (created_at, id) > (${after[0]}, ${after[1]})` : sql``}
        ORDER BY created_at, id LIMIT ${limit + 1}`
      return pageOfRows(rows, limit, shownKey, row => encodeCursor('keys', [row.createdAt, row.id]))
    },

    async create(by: By, input: Static<typeof ApiKeyCreate>): Promise<ApiKeyCreated> {
      assertMayGive(by, input.scopes)
      const key = newToken('fk', context.random)
      const row = await changeWorkspace(context, by.workspaceId, tx => insertKey(context, tx, by, { ...input, key }))
      return { ...shownKey(row), key }
    },

    async remove(by: By, id: string): Promise<void> {
      await changeWorkspace(context, by.workspaceId, async tx => {
        const [row] = await tx<KeyRow[]>`
          ${findKey(tx)} WHERE workspace_id = ${by.workspaceId} AND id = ${id}`
        if (!row) throw notFound('API key')
        await tx`DELETE FROM api_keys WHERE id = ${id}`
        const { name, scopes, hint } = row
        await writeAudit(context, tx, by, 'key.deleted', toPublic('key', id), { before: { name, scopes, hint } })
      })
      for (const [name, { actor }] of kept) if (actor.keyId === id) kept.delete(name)
    }
  }
}

const keyActor = (row: KeyRow): KeyActor => ({
  kind: 'key',
  keyId: row.id,
  workspaceId: row.workspaceId,
  scopes: new Set(row.scopes),
  label: `API key "${row.name}"`
})

export async function insertKey(
  context: WorkspaceContext,
  tx: AnySql,
  by: By,
  input: { name: string; scopes: readonly Scope[]; key: string }
): Promise<KeyRow> {
  const id = newUuid(context.random)
  const name = input.name.trim()
  const scopes = knownScopes.filter(scope => input.scopes.includes(scope))
  const hint = `${input.key.slice(0, 7)}…`
  await tx`
    INSERT INTO api_keys (id, workspace_id, name, hash, hint, scopes, created_at)
    VALUES (${id}, ${by.workspaceId}, ${name}, ${tokenHash(input.key)}, ${hint}, ${scopes}, ${context.clock()})`
  await writeAudit(context, tx, by, 'key.created', toPublic('key', id), { name, scopes, hint })
  return { id, workspaceId: by.workspaceId, name, scopes, hint, createdAt: context.clock(), lastUsedAt: null }
}
