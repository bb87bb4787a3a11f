import type { AuthorKind } from '@foyer/protocol'
import { AppError, newUuid } from '../http/index.ts'
import { storableText } from '../identity/index.ts'
import { noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext, Tx } from './context.ts'
import { writeFact } from './facts.ts'
import { tellMentioned } from './notices/team.ts'
import { ask } from './responder/ask.ts'
import { handOver } from './responder/hand-over.ts'
import { type ConversationRow, type MessageRow, messageColumns } from './rows.ts'
import { openConversation, type Speaker } from './speaker.ts'

export type Saying = {
  kind: 'message' | 'note'
  author: Exclude<AuthorKind, 'system'>
  authorId: string | null
  authorName: string | null
  text: string
  clientId: string | null
  attachments: string[]
  mentions: string[]
  /** What a responder shows beside its answer. */
  detail?: Record<string, unknown>
}

const snippetChars = 200

/** Stores a message and answers it once it is on disk. The same clientId of the same writer is the same message. */
export async function say(
  context: ConversationsContext,
  speaker: Speaker,
  conversationId: string,
  saying: Saying
): Promise<MessageRow> {
  context.expect(conversationId)
  const since = performance.now()
  const said = await context.sql.begin(async tx => {
    // One after another on one line: what was said already is looked up once the conversation is locked.
    const [conversation, known] = await Promise.all([
      openConversation(tx, speaker, conversationId, { lock: true }),
      findSaid(tx, conversationId, saying)
    ])
    const isLooked = conversation.id === conversationId
    const begun = { since, ...(isLooked ? { looked: { known } } : {}) }
    return { conversation, message: await sayIn(context, tx, conversation, saying, begun) }
  })
  context.factsWritten()
  if (saying.author === 'visitor' && isForTeam(said.conversation) && said.conversation.assigneeId === null)
    context.unassigned(said.conversation.workspaceId, said.conversation.id)
  return said.message
}

/** Whether what the visitor writes is for a person to answer. */
export const isForTeam = (conversation: Pick<ConversationRow, 'answeredBy'>): boolean =>
  conversation.answeredBy !== 'responder'

/** Of a conversation whose row this transaction has locked. */
export async function sayIn(
  context: ConversationsContext,
  tx: Tx,
  conversation: ConversationRow,
  saying: Saying,
  begun: { since?: number; looked?: { known: MessageRow | undefined } } = {}
): Promise<MessageRow> {
  const { known } = begun.looked ?? { known: await findSaid(tx, conversation.id, saying) }
  if (known) {
    // It may be stored and not told yet: who sends it again was not answered.
    await announce(context, tx, conversation)
    return known
  }
  const at = context.clock()
  const text = storableText(saying.text)
  if (text.trim() === '' && saying.attachments.length === 0)
    throw new AppError('invalid', 'The message is empty. Write something, or attach a file.', { field: 'text' })
  const id = newUuid(context.random)
  const seq = conversation.lastSeq + 1
  const said = { ...saying, id, text, seq, at }
  const written = saying.attachments.length > 0 ? undefined : asWritten(conversation.id, said)
  // Sent in this order on one line, and not each after the answer of the one before: half the time of a message was waiting.
  const [, , , message] = await Promise.all([
    insert(tx, conversation.id, said),
    advance(tx, conversation, said),
    saying.attachments.length > 0 && attach(tx, conversation.id, id, saying),
    written ?? messageOf(tx, id),
    saying.kind === 'message' && tellFacts(tx, conversation, saying.author, seq, at),
    announce(
      context,
      tx,
      conversation,
      written && begun.since !== undefined ? { message: written, since: begun.since } : undefined
    )
  ])
  if (saying.author === 'visitor' && conversation.status === 'resolved')
    await noteActivity(context, tx, conversation.id, 'reopened', {})
  if (saying.kind === 'message' && !isForTeam(conversation)) await passOn(context, tx, conversation, saying)
  if (saying.kind === 'note' && saying.mentions.length > 0) await tellMentioned(context, tx, conversation, said)
  return message
}

type Said = Saying & { id: string; seq: number; at: Date }

async function insert(tx: Tx, conversation: string, said: Said): Promise<void> {
  await tx`
    INSERT INTO messages (conversation_id, seq, id, kind, author, author_id, author_name, client_id, text, at, mentions, detail)
    VALUES (${conversation}, ${said.seq}, ${said.id}, ${said.kind}, ${said.author}, ${said.authorId}, ${said.authorName},
      ${said.clientId}, ${said.text}, ${said.at}, ${said.mentions}::uuid[], ${said.detail ? tx.json(said.detail as never) : null})`
}

const asWritten = (conversationId: string, said: Said): MessageRow => ({
  ...said,
  conversationId,
  detail: said.detail ?? null,
  attachments: null
})

async function messageOf(tx: Tx, id: string): Promise<MessageRow> {
  const [message] = await tx<MessageRow[]>`SELECT ${messageColumns(tx)} FROM messages m WHERE m.id = ${id}`
  if (!message) throw new Error('a message was not there after it was written')
  return message
}

/** What the visitor asks is answered; what somebody of the team writes themselves, the responder leaves to them. */
async function passOn(context: ConversationsContext, tx: Tx, conversation: ConversationRow, saying: Saying) {
  const { author, authorId, authorName } = saying
  if (author === 'visitor') await ask(context, tx, conversation)
  else if (author !== 'responder' && authorId !== null)
    await handOver(context, tx, conversation, { reason: 'taken', by: { kind: author, id: authorId, name: authorName } })
}

async function findSaid(tx: Tx, conversation: string, saying: Saying): Promise<MessageRow | undefined> {
  if (saying.clientId === null) return undefined
  const [row] = await tx<MessageRow[]>`
    SELECT ${messageColumns(tx)} FROM messages m
    WHERE m.conversation_id = ${conversation} AND m.author = ${saying.author} AND m.client_id = ${saying.clientId}
      AND m.author_id IS NOT DISTINCT FROM ${saying.authorId}`
  return row
}

/** Only what this writer uploaded to this conversation, and only once. */
async function attach(tx: Tx, conversation: string, message: string, saying: Saying): Promise<void> {
  const attached = await tx`
    UPDATE attachments SET message_id = ${message}
    WHERE id = ANY(${saying.attachments}::uuid[]) AND conversation_id = ${conversation} AND message_id IS NULL
      AND author = ${saying.author} AND author_id IS NOT DISTINCT FROM ${saying.authorId}`
  if (attached.count !== saying.attachments.length)
    throw new AppError('invalid', 'An attachment is not there to be sent. Upload it to this conversation first.', {
      field: 'attachments'
    })
}

async function advance(tx: Tx, conversation: ConversationRow, said: Said): Promise<void> {
  const { seq, at } = said
  const snippet = said.text.trim() === '' ? null : said.text.trim().slice(0, snippetChars).toWellFormed()
  if (said.kind === 'note')
    await tx`UPDATE conversations SET last_seq = ${seq}, last_at = ${at} WHERE id = ${conversation.id}`
  else if (said.author === 'responder')
    // Whoever waits for a person waits on, and the first reply is the team's.
    await tx`
      UPDATE conversations SET last_seq = ${seq}, last_at = ${at}, last_text = ${snippet}, last_author = 'responder',
        visitor_unread = visitor_unread + 1
      WHERE id = ${conversation.id}`
  else if (said.author === 'visitor')
    // A new message brings a snoozed or resolved conversation back: nothing a visitor writes goes unseen. While the responder
    // answers nobody is waited for, and nothing is left for the team to read.
    await tx`
      UPDATE conversations SET last_seq = ${seq}, last_at = ${at}, last_text = ${snippet}, last_author = 'visitor',
        unread = unread + ${isForTeam(conversation) ? 1 : 0}, visitor_read = ${seq}, visitor_delivered = ${seq},
        visitor_unread = 0, waiting_since = coalesce(waiting_since, ${isForTeam(conversation) ? at : null}), status = 'open', snoozed_until = NULL, resolved_at = NULL
      WHERE id = ${conversation.id}`
  else
    await tx`
      UPDATE conversations SET last_seq = ${seq}, last_at = ${at}, last_text = ${snippet}, last_author = ${said.author},
        visitor_unread = visitor_unread + 1, first_reply_at = coalesce(first_reply_at, ${at}), waiting_since = NULL,
        unread = CASE WHEN ${said.author} = 'member' THEN 0 ELSE unread END,
        team_read = CASE WHEN ${said.author} = 'member' THEN ${seq}::int ELSE team_read END,
        team_delivered = CASE WHEN ${said.author} = 'member' THEN ${seq}::int ELSE team_delivered END
      WHERE id = ${conversation.id}`
}

async function tellFacts(
  tx: Tx,
  conversation: ConversationRow,
  author: Saying['author'],
  seq: number,
  at: Date
): Promise<void> {
  const seconds = (since: Date) => Math.max(0, at.getTime() - since.getTime()) / 1000
  const write = (name: string, key: string, properties: Record<string, unknown>) =>
    writeFact(tx, conversation, at, name, key, properties)
  if (author === 'visitor')
    await Promise.all([
      write('message in', `in ${seq}`, { seq }),
      conversation.status === 'resolved' &&
        write('reopened', `reopened ${seq}`, { seconds: seconds(conversation.resolvedAt ?? at) })
    ])
  else
    await Promise.all([
      write('message out', `out ${seq}`, {
        seq,
        by: author,
        ...(conversation.waitingSince ? { waitedSeconds: seconds(conversation.waitingSince) } : {})
      }),
      conversation.firstReplyAt === null &&
        author !== 'responder' &&
        write('first reply', 'first reply', { by: author, seconds: seconds(conversation.createdAt) })
    ])
}
