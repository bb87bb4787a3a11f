import { notify } from './board.ts'
import type { ConversationsContext, ISql } from './context.ts'

/** A notice holds no more ids than this. */
const atOnce = 150

/**
 * Every conversation of these visitors, with its messages, notes, files, drafts, mails and what it is found by. What was merged into one of
 * theirs, or one of theirs into it, is one conversation by now and goes whole. In the transaction that erases them; answers which it were.
 */
export async function forgetConversations(
  context: Pick<ConversationsContext, 'tell'>,
  tx: ISql,
  { workspaceId, visitors }: { workspaceId: string; visitors: string[] }
): Promise<string[]> {
  const gone = await tx<{ id: string }[]>`
    WITH theirs AS (
      SELECT DISTINCT coalesce(merged_into, id) AS id FROM conversations
      WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${visitors}::uuid[]))
    DELETE FROM conversations c WHERE c.workspace_id = ${workspaceId}
      AND (c.id IN (SELECT id FROM theirs) OR c.merged_into IN (SELECT id FROM theirs))
    RETURNING c.id`
  // After the conversations: who was writing in one has been waited for.
  await forgetFacts(tx, workspaceId, visitors)
  for (let at = 0; at < visitors.length; at += atOnce)
    await notify(context, tx, { kind: 'erased', workspace: workspaceId, visitors: visitors.slice(at, at + atOnce) })
  return gone.map(row => row.id)
}

/** What happened in conversations and is not in the event store yet. */
export async function forgetFacts(tx: ISql, workspaceId: string, visitors: readonly string[]): Promise<void> {
  await tx`
    DELETE FROM conversation_facts
    WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${[...visitors]}::uuid[])`
}
