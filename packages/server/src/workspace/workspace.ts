import type { Workspace, WorkspaceChange } from '@foyer/protocol'
import type { Static } from 'typebox'
import { AppError, newUuid, notFound, toPublic } from '../http/index.ts'
import { writeAudit } from './audit.ts'
import { type AnySql, type By, changeWorkspace, instant, type WorkspaceContext } from './context.ts'

const defaultRetentionDays = 365
const longestRetentionDays = 3650

export type WorkspaceRow = {
  id: string
  number: number
  name: string
  timezone: string
  retentionDays: number
  createdAt: Date
}

export async function readWorkspace(sql: AnySql, id: string): Promise<WorkspaceRow> {
  const [row] = await sql<WorkspaceRow[]>`
    SELECT id, number, name, timezone, retention_days AS "retentionDays", created_at AS "createdAt"
    FROM workspaces WHERE id = ${id}`
  if (!row) throw notFound('workspace')
  return row
}

export const shownWorkspace = (row: WorkspaceRow): Workspace => ({
  id: toPublic('wsp', row.id),
  name: row.name,
  timezone: row.timezone,
  retentionDays: row.retentionDays,
  createdAt: instant(row.createdAt)
})

export type NewWorkspace = { name: string; timezone?: string | undefined; retentionDays?: number | undefined }

export async function insertWorkspace(
  context: WorkspaceContext,
  tx: AnySql,
  input: NewWorkspace,
  label: string
): Promise<WorkspaceRow> {
  const id = newUuid(context.random)
  const name = input.name.trim()
  const timezone = knownTimezone(input.timezone ?? 'UTC')
  const retentionDays = knownRetention(input.retentionDays ?? defaultRetentionDays)
  await tx`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at)
    VALUES (${id}, ${name}, ${timezone}, ${retentionDays}, ${context.clock()})`
  const by: By = { kind: 'system', workspaceId: id, label }
  await writeAudit(context, tx, by, 'workspace.created', toPublic('wsp', id), { name, timezone, retentionDays })
  return readWorkspace(tx, id)
}

export async function changeSettings(
  context: WorkspaceContext,
  by: By,
  input: Static<typeof WorkspaceChange>
): Promise<Workspace> {
  return changeWorkspace(context, by.workspaceId, async tx => {
    const before = await readWorkspace(tx, by.workspaceId)
    const after = {
      name: input.name?.trim() ?? before.name,
      timezone: input.timezone === undefined ? before.timezone : knownTimezone(input.timezone),
      retentionDays: input.retentionDays === undefined ? before.retentionDays : knownRetention(input.retentionDays)
    }
    await tx`
      UPDATE workspaces SET name = ${after.name}, timezone = ${after.timezone}, retention_days = ${after.retentionDays}
      WHERE id = ${by.workspaceId}`
    const { name, timezone, retentionDays } = before
    const detail = { before: { name, timezone, retentionDays }, after }
    await writeAudit(context, tx, by, 'workspace.changed', toPublic('wsp', by.workspaceId), detail)
    return shownWorkspace({ ...before, ...after })
  })
}

// Asia/Kolkata is the name people know, and an alias of what the runtime calls it: kept, when it is written as names are.
const ordinaryName = /^[A-Z][a-z]+(?:\/[A-Z][a-z]+(?:[_-][A-Za-z][a-z]*)*)+$/

/** An IANA name, spelled so that every store knows it. Offsets such as +01:00 know no summer and are refused. */
export function knownTimezone(typed: string, field = 'timezone'): string {
  const known = /^[a-z][a-z0-9_+\-/]*$/i.test(typed) ? canonicalTimezone(typed) : undefined
  if (known === undefined)
    throw new AppError('invalid', 'The time zone is not known. Use an IANA name such as Europe/Lisbon.', {
      field
    })
  return known.toLowerCase() !== typed.toLowerCase() && ordinaryName.test(typed) ? typed : known
}

function canonicalTimezone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function knownRetention(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= longestRetentionDays) return days
  throw new AppError('invalid', `retentionDays must be a whole number from 1 to ${longestRetentionDays}.`, {
    field: 'retentionDays'
  })
}
