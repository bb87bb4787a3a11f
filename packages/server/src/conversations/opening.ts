import { newUuid } from '../http/index.ts'
import type { ConversationsContext, Opening, Tx } from './context.ts'
import { type ConversationRow, type MessageRow, messageColumns } from './rows.ts'

const snippetChars = 200

/**
 * The message that was shown, as the team's, before what the visitor answers. It is nobody's reply: it counts neither as the first
 * one nor as a message out, and the visitor has read it, since they answer it.
 */
export async function sayOpening(
  context: Pick<ConversationsContext, 'clock' | 'random'>,
  tx: Tx,
  conversation: ConversationRow,
  opening: Opening,
  key: string
): Promise<void> {
  const seq = conversation.lastSeq + 1
  const at = context.clock()
  const author = opening.authorId === null ? 'system' : 'member'
  await tx`
    INSERT INTO messages (conversation_id, seq, id, kind, author, author_id, author_name, client_id, text, at, detail)
    VALUES (${conversation.id}, ${seq}, ${newUuid(context.random)}, 'message', ${author}, ${opening.authorId},
      ${opening.authorName}, ${key}, ${opening.text}, ${at}, ${tx.json(opening.detail)})`
  await tx`
    UPDATE conversations SET last_seq = ${seq}, last_at = ${at}, last_text = ${opening.text.trim().slice(0, snippetChars).toWellFormed()},
      last_author = ${author}, visitor_read = ${seq}, visitor_delivered = ${seq},
      team_read = CASE WHEN unread = 0 THEN ${seq}::int ELSE team_read END,
      team_delivered = CASE WHEN unread = 0 THEN ${seq}::int ELSE team_delivered END
    WHERE id = ${conversation.id}`
}

/** As it stands in the conversation, also when the start was sent again. */
export async function findOpening(tx: Tx, conversation: string, key: string): Promise<MessageRow | null> {
  const [row] = await tx<MessageRow[]>`
    SELECT ${messageColumns(tx)} FROM messages m
    WHERE m.conversation_id = ${conversation} AND m.client_id = ${key} AND m.author IN ('system', 'member')`
  return row ?? null
}
