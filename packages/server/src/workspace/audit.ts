import type { AuditEntry } from '@foyer/protocol'
import type { JSONValue } from 'postgres'
import { decodeCursor, encodeCursor, pageOfRows, toPublic } from '../http/index.ts'
import { type AnySql, type By, instant, type PageOf, type PageRequest, type WorkspaceContext } from './context.ts'

export type AuditDetail = Record<string, JSONValue | undefined>
type Entry = {
  workspaceId: string
  entry: number
  at: Date
  actor: string
  actorId: string | null
  action: string
  target: string | null
  detail: unknown
}

/** In the transaction that made the change, so that neither is ever there without the other. Secrets never go into `detail`. */
export async function writeAudit(
  context: Pick<WorkspaceContext, 'vault' | 'clock'>,
  tx: AnySql,
  by: By,
  action: string,
  target: string | null = null,
  detail: AuditDetail = {}
): Promise<void> {
  const { workspaceId } = by
  const [head] = await tx<{ entries: number; seal: Buffer }[]>`
    SELECT audit_entries AS entries, audit_seal AS seal FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
  if (!head) throw new Error('an audit entry needs a workspace')
  const written: Entry = {
    workspaceId,
    entry: head.entries + 1,
    at: context.clock(),
    actor: by.label.toWellFormed(),
    actorId: actorId(by),
    action,
    target,
    detail: storable(detail)
  }
  const seal = sealOf(context.vault, head.seal, written)
  await tx`
    INSERT INTO audit (workspace_id, entry, at, actor, actor_id, action, target, detail, seal)
    VALUES (${workspaceId}, ${written.entry}, ${written.at}, ${written.actor}, ${written.actorId}, ${action}, ${target},
            ${tx.json(written.detail as JSONValue)}, ${seal})`
  await tx`UPDATE workspaces SET audit_entries = ${written.entry}, audit_seal = ${seal} WHERE id = ${workspaceId}`
}

/** As it will come back: the seal is made over what the store keeps, and it keeps no half of a surrogate pair. */
const storable = (detail: AuditDetail): unknown =>
  JSON.parse(JSON.stringify(detail, (_key, value) => (typeof value === 'string' ? value.toWellFormed() : value)))

function actorId(by: By): string | null {
  if (by.kind === 'system') return null
  return by.kind === 'member' ? toPublic('mem', by.memberId) : toPublic('key', by.keyId)
}

function sealOf(vault: WorkspaceContext['vault'], previous: Buffer, entry: Entry): Buffer {
  const { workspaceId, at, actor, action, target } = entry
  const content = [workspaceId, entry.entry, instant(at), actor, entry.actorId, action, target, inOrder(entry.detail)]
  return vault.sign(JSON.stringify([previous.toString('hex'), ...content]))
}

/** jsonb keeps the values of an object, not the order they were written in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, inOrder(inner)])
}

export async function listAudit(context: WorkspaceContext, workspaceId: string, page: PageRequest): PageOf<AuditEntry> {
  const limit = page.limit ?? 100
  const before = decodeCursor('audit', ['number'], page.cursor)?.[0] ?? Number.MAX_SAFE_INTEGER
  const rows = await context.sql<Entry[]>`
    SELECT entry, at, actor, action, target, detail FROM audit
    WHERE workspace_id = ${workspaceId} AND entry < ${before}
    ORDER BY entry DESC LIMIT ${limit + 1}`
  return pageOfRows(
    rows,
    limit,
    row => ({
      id: String(row.entry),
      at: instant(row.at),
      actor: row.actor,
      action: row.action,
      ...(row.target === null ? {} : { target: row.target }),
      detail: row.detail as Record<string, unknown>
    }),
    row => encodeCursor('audit', [row.entry])
  )
}

export type AuditVerdict = { isWhole: true; entries: number } | { isWhole: false; brokenAt: number }

/** Walks the chain from its first entry to the one the workspace remembers as its last. */
export async function verifyAudit(context: WorkspaceContext, workspaceId: string): Promise<AuditVerdict> {
  const [head] = await context.sql<{ entries: number; seal: Buffer }[]>`
    SELECT audit_entries AS entries, audit_seal AS seal FROM workspaces WHERE id = ${workspaceId}`
  let seal = Buffer.alloc(0)
  let expected = 1
  const rows = context.sql<(Entry & { seal: Buffer })[]>`
    SELECT workspace_id AS "workspaceId", entry, at, actor, actor_id AS "actorId", action, target, detail, seal
    FROM audit WHERE workspace_id = ${workspaceId} AND entry <= ${head?.entries ?? 0} ORDER BY entry`
  for await (const batch of rows.cursor(500)) {
    for (const row of batch) {
      seal = Buffer.from(sealOf(context.vault, seal, row))
      if (row.entry !== expected || !seal.equals(row.seal)) return { isWhole: false, brokenAt: expected }
      expected++
    }
  }
  const isComplete = head !== undefined && head.entries === expected - 1 && seal.equals(head.seal)
  return isComplete ? { isWhole: true, entries: head.entries } : { isWhole: false, brokenAt: expected }
}
