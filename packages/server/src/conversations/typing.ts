import { doerOf } from './activity.ts'
import type { ConversationsContext } from './context.ts'
import type { ConversationRow } from './rows.ts'
import type { Speaker } from './speaker.ts'

/** Told to whoever listens now, and kept nowhere. */
export async function tellTyping(
  context: Pick<ConversationsContext, 'sql' | 'tell'>,
  speaker: Speaker,
  conversation: Pick<ConversationRow, 'id' | 'workspaceId' | 'visitorId'>,
  typing: { isTyping: boolean; note?: boolean | undefined }
): Promise<void> {
  const by =
    speaker.kind === 'visitor'
      ? { kind: 'visitor' as const, id: speaker.visitor, name: null }
      : await doerOf(context.sql, speaker)
  await context.tell({
    kind: 'typing',
    workspace: conversation.workspaceId,
    conversation: conversation.id,
    visitor: conversation.visitorId,
    by,
    isTyping: typing.isTyping,
    note: typing.note ?? false
  })
}
