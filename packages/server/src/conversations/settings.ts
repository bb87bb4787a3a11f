import type { ConversationSettings } from '@foyer/protocol'
import type { Actor } from '../http/index.ts'
import type { ConversationsContext, ISql } from './context.ts'

export const standardMinutes = 10

const standard: ConversationSettings = {
  autoAssign: false,
  openPerMember: 20,
  noticeMinutes: standardMinutes,
  mailVisitors: true
}

export async function settingsOf(sql: ISql, workspaceId: string): Promise<ConversationSettings> {
  const [row] = await sql<ConversationSettings[]>`
    SELECT auto_assign AS "autoAssign", open_per_member AS "openPerMember", notice_minutes AS "noticeMinutes",
      mail_visitors AS "mailVisitors"
    FROM conversation_settings WHERE workspace_id = ${workspaceId}`
  return row ?? standard
}

export async function changeSettings(
  context: ConversationsContext,
  actor: Actor,
  change: Partial<ConversationSettings>
): Promise<ConversationSettings> {
  return context.sql.begin(async tx => {
    const before = await settingsOf(tx, actor.workspaceId)
    const after = { ...before, ...change }
    await tx`
      INSERT INTO conversation_settings (workspace_id, auto_assign, open_per_member, notice_minutes, mail_visitors)
      VALUES (${actor.workspaceId}, ${after.autoAssign}, ${after.openPerMember}, ${after.noticeMinutes}, ${after.mailVisitors})
      ON CONFLICT (workspace_id) DO UPDATE SET auto_assign = excluded.auto_assign, open_per_member = excluded.open_per_member,
        notice_minutes = excluded.notice_minutes, mail_visitors = excluded.mail_visitors`
    await context.audit(actor, 'conversations.settings_changed', actor.workspaceId, { before, after }, tx)
    return after
  }) as Promise<ConversationSettings>
}
