import type { Actor } from '../http/index.ts'
import { storableText } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'
import { openConversation } from './speaker.ts'

type MemberActor = Extract<Actor, { kind: 'member' }>

/** What a member has begun to write, kept for them alone; an empty one is none. */
export async function keepDraft(
  context: ConversationsContext,
  member: MemberActor,
  conversationId: string,
  draft: { text: string; note?: boolean | undefined }
): Promise<void> {
  const { sql } = context
  const { id } = await openConversation(sql, member, conversationId)
  if (draft.text.trim() === '') {
    await sql`DELETE FROM drafts WHERE conversation_id = ${id} AND member_id = ${member.memberId}`
    return
  }
  await sql`
    INSERT INTO drafts (conversation_id, member_id, text, note, at)
    VALUES (${id}, ${member.memberId}, ${storableText(draft.text)}, ${draft.note ?? false}, ${context.clock()})
    ON CONFLICT (conversation_id, member_id) DO UPDATE SET text = excluded.text, note = excluded.note, at = excluded.at`
}
