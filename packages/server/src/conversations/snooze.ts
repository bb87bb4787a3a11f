import { noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext } from './context.ts'

const batch = 100

/** Brings back what has slept long enough. Any process may do it; each conversation is woken once. */
export async function wakeSleepers(context: ConversationsContext): Promise<number> {
  return context.sql.begin(async tx => {
    const woken = await tx<{ id: string; workspaceId: string; visitorId: string | null }[]>`
      UPDATE conversations SET status = 'open', snoozed_until = NULL
      WHERE id IN (
        SELECT id FROM conversations WHERE status = 'snoozed' AND snoozed_until <= ${context.clock()}
        ORDER BY snoozed_until LIMIT ${batch} FOR UPDATE SKIP LOCKED)
      RETURNING id, workspace_id AS "workspaceId", visitor_id AS "visitorId"`
    for (const row of woken) {
      await noteActivity(context, tx, row.id, 'woke', {})
      await announce(context, tx, row)
    }
    return woken.length
  }) as Promise<number>
}
