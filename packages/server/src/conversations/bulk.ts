import type { ConversationChange, ConversationsChanged } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, AppError, toUuid } from '../http/index.ts'
import { changeConversation } from './change.ts'
import type { ConversationsContext } from './context.ts'

/** Each stands or falls alone: one that is gone costs the others nothing, and the answer names it. */
export async function changeMany(
  context: ConversationsContext,
  actor: Actor,
  ids: string[],
  change: ConversationChange
): Promise<Static<typeof ConversationsChanged>> {
  const failed: { id: string; code: string; message: string }[] = []
  for (const id of ids) {
    try {
      await changeConversation(context, actor, toUuid(id), change)
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      failed.push({ id, code: fault.code, message: fault.message })
    }
  }
  return { changed: ids.length - failed.length, failed }
}
