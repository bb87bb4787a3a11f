import type { Conversation } from '@foyer/protocol'
import { type Actor, AppError, notFound, toPublic } from '../http/index.ts'
import { doerOf, noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext, Tx } from './context.ts'
import { listedOne } from './inbox.ts'
import { ask } from './responder/ask.ts'
import type { ConversationRow } from './rows.ts'
import { openConversation } from './speaker.ts'

/**
 * Brings a duplicate's messages into another conversation, behind those that are there; the duplicate's address leads there from
 * now on. Only what the same visitor may open anyway is brought together, or a guess about who somebody is would show one
 * person what another wrote.
 */
export async function mergeConversations(
  context: ConversationsContext,
  actor: Actor,
  fromId: string,
  intoId: string
): Promise<Conversation> {
  const target = await context.sql.begin(async tx => {
    // In one order everywhere, so that two merges of the same pair wait for each other instead of in a ring.
    await tx`
      SELECT 1 FROM conversations WHERE id IN (${fromId}, ${intoId}) AND workspace_id = ${actor.workspaceId}
      ORDER BY id FOR UPDATE`
    const from = await openConversation(tx, actor, fromId, { lock: true })
    const into = await openConversation(tx, actor, intoId, { lock: true })
    if (from.id === into.id) throw new AppError('conflict', 'These are one conversation already.')
    if (!(await isSameReader(tx, from, into)))
      throw new AppError('conflict', 'These are conversations of two visitors. Only those of one can be merged.')
    await move(tx, from, into)
    const by = await doerOf(tx, actor)
    await moveQuestion(context, tx, from, into)
    await noteActivity(context, tx, into.id, 'merged', { from: toPublic('cnv', from.id) }, by)
    await context.audit(actor, 'conversation.merged', toPublic('cnv', from.id), { into: toPublic('cnv', into.id) }, tx)
    await announce(context, tx, into)
    await announce(context, tx, from)
    return into.id
  })
  const merged = await listedOne(context.sql, actor.workspaceId, target as string, context.clock())
  if (!merged) throw notFound('conversation')
  return merged
}

/** What was still to be answered in the one is now asked in the other, of whoever answers there. */
async function moveQuestion(
  context: ConversationsContext,
  tx: Tx,
  from: ConversationRow,
  into: ConversationRow
): Promise<void> {
  const [open] = await tx<{ askedAt: Date }[]>`
    DELETE FROM questions WHERE conversation_id = ${from.id} RETURNING asked_at AS "askedAt"`
  if (!open) return
  if (into.answeredBy === 'responder') await ask(context, tx, into)
  else await tx`UPDATE conversations SET waiting_since = coalesce(waiting_since, ${open.askedAt}) WHERE id = ${into.id}`
}

async function isSameReader(tx: Tx, from: ConversationRow, into: ConversationRow): Promise<boolean> {
  if (from.visitorId === into.visitorId) return true
  const rows = await tx`
    SELECT 1 FROM visitors a JOIN visitors b ON b.person_id = a.person_id AND b.user_id = a.user_id
    WHERE a.id = ${from.visitorId} AND b.id = ${into.visitorId}`
  return rows.length > 0
}

async function move(tx: Tx, from: ConversationRow, into: ConversationRow): Promise<void> {
  await tx`
    UPDATE messages m SET conversation_id = ${into.id}, seq = ${into.lastSeq} + o.place,
      -- Had both a message under the same clientId, this one gives it up.
      client_id = CASE WHEN EXISTS (SELECT 1 FROM messages x WHERE x.conversation_id = ${into.id} AND x.author = m.author
        AND x.author_id IS NOT DISTINCT FROM m.author_id AND x.client_id = m.client_id) THEN NULL ELSE m.client_id END
    FROM (SELECT seq, row_number() OVER (ORDER BY seq)::int AS place FROM messages WHERE conversation_id = ${from.id}) o
    WHERE m.conversation_id = ${from.id} AND m.seq = o.seq`
  await tx`UPDATE attachments SET conversation_id = ${into.id} WHERE conversation_id = ${from.id}`
  await tx`DELETE FROM drafts WHERE conversation_id = ${from.id}`
  await tx`DELETE FROM conversation_words WHERE conversation_id = ${from.id}`
  // One step to the end, however often there was a merge before.
  await tx`UPDATE conversations SET merged_into = ${into.id} WHERE merged_into = ${from.id} OR id = ${from.id}`
  await tx`
    UPDATE conversations SET status = 'resolved', assignee_id = NULL, unread = 0, visitor_unread = 0, waiting_since = NULL,
      snoozed_until = NULL WHERE id = ${from.id}`
  const isLater = from.lastAt > into.lastAt
  const isOpen = from.status === 'open' || into.status === 'open'
  await tx`
    UPDATE conversations c SET
      last_seq = (SELECT coalesce(max(seq), 0) FROM messages WHERE conversation_id = ${into.id}),
      last_at = greatest(c.last_at, ${from.lastAt}),
      last_text = CASE WHEN ${isLater}::bool THEN ${from.lastText} ELSE c.last_text END,
      last_author = CASE WHEN ${isLater}::bool THEN ${from.lastAuthor} ELSE c.last_author END,
      unread = c.unread + ${from.unread}, visitor_unread = c.visitor_unread + ${from.visitorUnread},
      waiting_since = least(c.waiting_since, ${from.waitingSince}),
      first_reply_at = least(c.first_reply_at, ${from.firstReplyAt}),
      labels = ARRAY(SELECT DISTINCT unnest(c.labels || ${from.labels}::text[]) ORDER BY 1 LIMIT 20),
      email = coalesce(c.email, ${from.email}),
      status = CASE WHEN ${isOpen}::bool THEN 'open' ELSE c.status END,
      snoozed_until = CASE WHEN ${isOpen}::bool THEN NULL ELSE c.snoozed_until END,
      resolved_at = CASE WHEN ${isOpen}::bool THEN NULL ELSE c.resolved_at END
    WHERE c.id = ${into.id}`
}
