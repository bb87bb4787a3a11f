import type { ConversationSettings } from '@foyer/protocol'
import type { Actor } from '../http/index.ts'
import type { ConversationsContext, ISql } from './context.ts'

const standard: ConversationSettings = { autoAssign: false, openPerMember: 20 }

export async function settingsOf(sql: ISql, workspaceId: string): Promise<ConversationSettings> {
  const [row] = await sql<ConversationSettings[]>`
    SELECT auto_assign AS "autoAssign", open_per_member AS "openPerMember" FROM conversation_settings
    WHERE workspace_id = ${workspaceId}`
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
      INSERT INTO conversation_settings (workspace_id, auto_assign, open_per_member)
      VALUES (${actor.workspaceId}, ${after.autoAssign}, ${after.openPerMember})
      ON CONFLICT (workspace_id) DO UPDATE SET auto_assign = excluded.auto_assign, open_per_member = excluded.open_per_member`
    await context.audit(actor, 'conversations.settings_changed', actor.workspaceId, { before, after }, tx)
    return after
  }) as Promise<ConversationSettings>
}
