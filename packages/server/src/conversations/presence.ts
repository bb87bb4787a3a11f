import type { MemberPresence, Presence } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import { notify } from './board.ts'
import type { ConversationsContext, ISql } from './context.ts'

/** Whoever's socket no process has vouched for in this long is offline, whatever they set. */
export const seenSeconds = 15
export const vouchEveryMs = 5_000
/**
 * After the last socket closes: long enough for a reload, and for another process to vouch. A line that died without a word is found
 * within ten seconds, so nobody is shown for fifteen who is gone.
 */
const graceSeconds = 4

export type SetPresence = Exclude<Presence, 'offline'>

/** Whether a member whose row is `p` is there now. */
const isSeen = (sql: ISql, now: Date) => sql`
  coalesce(p.seen_at > ${now}::timestamptz - make_interval(secs => ${seenSeconds}), false)`

export async function teamPresence(sql: ISql, workspaceId: string, now: Date): Promise<MemberPresence[]> {
  const rows = await sql<{ id: string; name: string; status: Presence; openConversations: number }[]>`
    SELECT m.id, m.name, CASE WHEN ${isSeen(sql, now)} THEN p.status ELSE 'offline' END AS status,
      (SELECT count(*) FROM conversations c WHERE c.assignee_id = m.id AND c.status = 'open') AS "openConversations"
    FROM members m LEFT JOIN member_presence p ON p.member_id = m.id
    WHERE m.workspace_id = ${workspaceId} AND m.role <> 'viewer' AND m.password_hash IS NOT NULL
    ORDER BY m.created_at, m.id LIMIT 500`
  return rows.map(row => ({ ...row, id: toPublic('mem', row.id) }))
}

/** Whether a visitor may hope for an answer now. */
export async function isTeamOnline(sql: ISql, workspaceId: string, now: Date): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM member_presence p JOIN members m ON m.id = p.member_id
    WHERE p.workspace_id = ${workspaceId} AND p.status = 'available' AND m.role <> 'viewer' AND ${isSeen(sql, now)} LIMIT 1`
  return rows.length > 0
}

export async function setPresence(
  context: ConversationsContext,
  member: { memberId: string; workspaceId: string },
  status: SetPresence
): Promise<void> {
  // Setting it is not being there: only an open inbox is.
  await context.sql.begin(async tx => {
    await tx`
      INSERT INTO member_presence (member_id, workspace_id, status, seen_at)
      VALUES (${member.memberId}, ${member.workspaceId}, ${status}, 'epoch')
      ON CONFLICT (member_id) DO UPDATE SET status = excluded.status`
    await notify(context, tx, { kind: 'presence', workspace: member.workspaceId })
  })
}

/** A socket of theirs opened. Answers whether they were away until now. */
export async function arrive(
  context: ConversationsContext,
  member: { memberId: string; workspaceId: string }
): Promise<void> {
  const now = context.clock()
  await context.sql.begin(async tx => {
    await tx`
      INSERT INTO member_presence (member_id, workspace_id, seen_at)
      VALUES (${member.memberId}, ${member.workspaceId}, ${now})
      ON CONFLICT (member_id) DO UPDATE SET seen_at = greatest(member_presence.seen_at, excluded.seen_at)`
    await notify(context, tx, { kind: 'presence', workspace: member.workspaceId })
  })
}

export async function vouchFor(sql: ISql, members: string[], now: Date): Promise<void> {
  if (members.length > 0)
    await sql`UPDATE member_presence SET seen_at = ${now} WHERE member_id = ANY(${members}::uuid[])`
}

/** Their last socket here closed. */
export async function depart(sql: ISql, memberId: string, now: Date): Promise<void> {
  await sql`
    UPDATE member_presence SET seen_at = ${now}::timestamptz - make_interval(secs => ${seenSeconds - graceSeconds})
    WHERE member_id = ${memberId} AND seen_at <= ${now}`
}
