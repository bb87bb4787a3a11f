import type { Role } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, newUuid } from '../http/index.ts'
import type { AnySql, WorkspaceContext } from './context.ts'
import { roleScopes } from './roles.ts'
import { newToken, tokenHash } from './vault.ts'

const sessionDays = 30
const sessionMs = sessionDays * 86_400_000
// A session slides on with use; writing that down for every request would be a write for every read.
const noteEveryMs = 60_000

type MemberActor = Extract<Actor, { kind: 'member' }>
type SessionRow = {
  sessionId: string
  usedAt: Date
  memberId: string
  workspaceId: string
  role: Role
  name: string
  email: string
}

export async function startSession(context: WorkspaceContext, tx: AnySql, memberId: string): Promise<string> {
  const token = newToken('fs', context.random)
  const now = context.clock()
  await tx`
    INSERT INTO sessions (id, hash, member_id, created_at, used_at, expires_at)
    VALUES (${newUuid(context.random)}, ${tokenHash(token)}, ${memberId}, ${now}, ${now}, ${new Date(now.getTime() + sessionMs)})`
  await tx`UPDATE members SET last_seen_at = ${now} WHERE id = ${memberId}`
  await tx`DELETE FROM sessions WHERE expires_at <= ${now}`
  return token
}

export const endSession = (sql: AnySql, token: string) => sql`DELETE FROM sessions WHERE hash = ${tokenHash(token)}`
export const endSessionsOf = (sql: AnySql, memberId: string) => sql`DELETE FROM sessions WHERE member_id = ${memberId}`

export async function sessionActor(context: WorkspaceContext, token: string): Promise<MemberActor | null> {
  const { sql } = context
  return read(context, sql`s.hash = ${tokenHash(token)}`)
}

/** The same person as they are now; null once the session is over or the member is gone. */
export async function sessionActorAgain(context: WorkspaceContext, sessionId: string): Promise<MemberActor | null> {
  const { sql } = context
  return read(context, sql`s.id = ${sessionId}`)
}

async function read(context: WorkspaceContext, condition: ReturnType<AnySql>): Promise<MemberActor | null> {
  const now = context.clock()
  const [row] = await context.sql<SessionRow[]>`
    SELECT s.id AS "sessionId", s.used_at AS "usedAt", m.id AS "memberId", m.workspace_id AS "workspaceId", m.role, m.name, m.email
    FROM sessions s JOIN members m ON m.id = s.member_id
    WHERE ${condition} AND s.expires_at > ${now}`
  if (!row) return null
  if (now.getTime() - row.usedAt.getTime() >= noteEveryMs) await slide(context, row, now)
  return {
    kind: 'member',
    memberId: row.memberId,
    workspaceId: row.workspaceId,
    role: row.role,
    scopes: roleScopes[row.role],
    sessionId: row.sessionId,
    label: `${row.name} <${row.email}>`
  }
}

async function slide(context: WorkspaceContext, row: SessionRow, now: Date): Promise<void> {
  await context.sql`
    WITH slid AS (
      UPDATE sessions SET used_at = ${now}, expires_at = ${new Date(now.getTime() + sessionMs)} WHERE id = ${row.sessionId}
    )
    UPDATE members SET last_seen_at = ${now} WHERE id = ${row.memberId}`
}

export type SessionCookie = {
  read(request: FastifyRequest): string | undefined
  set(reply: FastifyReply, token: string): void
  clear(reply: FastifyReply): void
}

export function createSessionCookie(publicUrl: string): SessionCookie {
  const isHttps = publicUrl.startsWith('https:')
  // The prefix makes a browser refuse this cookie from plain http and from a sister domain.
  const name = isHttps ? '__Host-foyer_session' : 'foyer_session'
  // The only cookie there is, and its value is nothing but letters and digits: no encoding to get wrong.
  const sent = new RegExp(`(?:^|;)\\s*${name}=(fs_[0-9a-f]{64})\\s*(?:;|$)`)
  const write = (reply: FastifyReply, value: string, maxAge: number) =>
    void reply
      .header(
        'set-cookie',
        `${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; ${isHttps ? 'Secure; ' : ''}SameSite=Lax`
      )
      .header('cache-control', 'no-store')
  return {
    read: request => sent.exec(request.headers.cookie ?? '')?.[1],
    set: (reply, token) => write(reply, token, sessionDays * 86_400),
    clear: reply => write(reply, '', 0)
  }
}
