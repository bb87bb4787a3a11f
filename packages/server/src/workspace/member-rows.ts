import type { Member, Role } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import { type AnySql, instant } from './context.ts'

export type MemberRow = {
  id: string
  workspaceId: string
  email: string
  name: string
  role: Role
  passwordHash: string | null
  createdAt: Date
  lastSeenAt: Date | null
}

/** The start of every query that reads members; what follows it is the condition. */
export const findMember = (sql: AnySql) => sql`
  SELECT id, workspace_id AS "workspaceId", email, name, role, password_hash AS "passwordHash",
         created_at AS "createdAt", last_seen_at AS "lastSeenAt"
  FROM members`

export const shownMember = (row: MemberRow): Member => ({
  id: toPublic('mem', row.id),
  email: row.email,
  name: row.name,
  role: row.role,
  pending: row.passwordHash === null,
  ...(row.lastSeenAt === null ? {} : { lastSeenAt: instant(row.lastSeenAt) }),
  createdAt: instant(row.createdAt)
})
