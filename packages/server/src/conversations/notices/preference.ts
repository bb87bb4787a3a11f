import type { NoticePreference } from '@foyer/protocol'
import type { Actor } from '../../http/index.ts'
import type { ConversationsContext, ISql } from '../context.ts'

type MemberActor = Extract<Actor, { kind: 'member' }>

/** Without a choice of theirs: nothing that waits for an answer may wait unseen in a team that has set nothing up. */
const standard: NoticePreference['mail'] = 'all'

/** Of a member `m`. */
export const wanted = (sql: ISql) => sql`
  coalesce((SELECT n.mail FROM notice_preferences n WHERE n.member_id = m.id), ${standard}::text)`

export async function preferenceOf(sql: ISql, member: MemberActor): Promise<NoticePreference> {
  const [row] = await sql<NoticePreference[]>`SELECT mail FROM notice_preferences WHERE member_id = ${member.memberId}`
  return row ?? { mail: standard }
}

export async function prefer(
  context: ConversationsContext,
  member: MemberActor,
  preference: NoticePreference
): Promise<NoticePreference> {
  await context.sql`
    INSERT INTO notice_preferences (member_id, workspace_id, mail)
    VALUES (${member.memberId}, ${member.workspaceId}, ${preference.mail})
    ON CONFLICT (member_id) DO UPDATE SET mail = excluded.mail`
  return preference
}
