import type { Agent, AgentLook } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import { type AnySql, instant } from './context.ts'

export type AgentRow = {
  id: string
  workspaceId: string
  name: string
  allowedOrigins: string[]
  look: AgentLook
  identitySecret: Buffer | null
  identitySecretSetAt: Date | null
  previousSecret: Buffer | null
  previousSecretUntil: Date | null
  firstEventAt: Date | null
  lastEventAt: Date | null
  lastEventUrl: string | null
  createdAt: Date
}

/** The start of every query that reads agents; what follows it is the condition. */
export const findAgent = (sql: AnySql) => sql`
  SELECT a.id, a.workspace_id AS "workspaceId", a.name, a.allowed_origins AS "allowedOrigins", a.look,
         a.identity_secret AS "identitySecret", a.identity_secret_set_at AS "identitySecretSetAt",
         a.previous_secret AS "previousSecret", a.previous_secret_until AS "previousSecretUntil",
         a.first_event_at AS "firstEventAt", a.last_event_at AS "lastEventAt", a.last_event_url AS "lastEventUrl",
         a.created_at AS "createdAt"
  FROM agents a`

/** Never the secrets themselves, sealed or not. */
export function shownAgent(row: AgentRow, now: Date): Agent {
  const { previousSecretUntil } = row
  return {
    id: toPublic('agt', row.id),
    name: row.name,
    allowedOrigins: row.allowedOrigins,
    look: row.look,
    createdAt: instant(row.createdAt),
    ...(row.firstEventAt === null ? {} : { firstEventAt: instant(row.firstEventAt) }),
    ...(row.lastEventAt === null ? {} : { lastEventAt: instant(row.lastEventAt) }),
    ...(row.lastEventUrl === null ? {} : { lastEventUrl: row.lastEventUrl }),
    ...(row.identitySecretSetAt === null ? {} : { identitySecretSetAt: instant(row.identitySecretSetAt) }),
    ...(previousSecretUntil === null || previousSecretUntil <= now
      ? {}
      : { previousSecretUntil: instant(previousSecretUntil) })
  }
}
