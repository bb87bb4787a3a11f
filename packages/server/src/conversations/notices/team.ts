import type { ISql } from 'postgres'
import type { ConversationsContext, Tx } from '../context.ts'
import { seenSeconds } from '../presence.ts'
import type { ConversationRow } from '../rows.ts'
import { standardMinutes } from '../settings.ts'
import { wanted } from './preference.ts'
import { isReading } from './readers.ts'
import { type About, mentionLetter, type Quote, type Recipient, waitingLetter } from './team-letters.ts'

const batch = 50
const mostMailed = 200
const mostQuoted = 5

type Unanswered = About & { workspaceId: string; assigneeId: string | null; waitingSince: Date }

/**
 * Tells the team of conversations that have waited too long, once for each time one waits. Any process may do it; the mark on the
 * conversation and the mails are one transaction.
 */
export async function tellWaiting(context: ConversationsContext): Promise<number> {
  const now = context.clock()
  const told = (await context.sql.begin(async tx => {
    const late = await tx<Unanswered[]>`
      SELECT c.id, c.workspace_id AS "workspaceId", c.assignee_id AS "assigneeId", c.waiting_since AS "waitingSince",
        w.name AS "workspaceName", own.person_id AS "personId", (SELECT name FROM people WHERE id = own.person_id) AS "personName"
      FROM conversations c JOIN workspaces w ON w.id = c.workspace_id
      LEFT JOIN visitors own ON own.id = c.visitor_id
      LEFT JOIN conversation_settings s ON s.workspace_id = c.workspace_id
      WHERE c.waiting_since IS NOT NULL AND c.told_waiting IS DISTINCT FROM c.waiting_since AND c.status = 'open'
        AND c.merged_into IS NULL AND c.source <> 'playground'
        AND c.waiting_since <= ${now}::timestamptz - make_interval(mins => coalesce(s.notice_minutes, ${standardMinutes}))
      ORDER BY c.waiting_since LIMIT ${batch} FOR UPDATE OF c SKIP LOCKED`
    for (const conversation of late) await tellOne(context, tx, conversation, now)
    return late.length
  })) as number
  if (told > 0) context.mail.look()
  return told
}

async function tellOne(context: ConversationsContext, tx: Tx, conversation: Unanswered, now: Date): Promise<void> {
  const { id, workspaceId, assigneeId, waitingSince } = conversation
  await tx`UPDATE conversations SET told_waiting = waiting_since WHERE id = ${id}`
  const recipients = await tx<Recipient[]>`
    SELECT m.id, m.email, m.name FROM members m
    WHERE m.workspace_id = ${workspaceId} AND m.role <> 'viewer' AND m.password_hash IS NOT NULL
      AND ${assigneeId === null ? tx`${wanted(tx)} = 'all'` : tx`m.id = ${assigneeId} AND ${wanted(tx)} <> 'never'`}
      AND NOT ${isReading(tx, id, now)}
    ORDER BY m.created_at, m.id LIMIT ${mostMailed}`
  if (recipients.length === 0) return
  const quotes = await unanswered(tx, conversation)
  const minutes = Math.floor((now.getTime() - waitingSince.getTime()) / 60_000)
  for (const to of recipients)
    await context.mail.put(tx, {
      workspaceId,
      conversationId: id,
      memberId: to.id,
      kind: 'waiting',
      key: `waiting ${id} ${waitingSince.getTime()} ${to.id}`,
      letter: waitingLetter(to, { ...conversation, minutes, isTheirs: assigneeId !== null }, quotes, context.publicUrl)
    })
}

async function unanswered(sql: ISql, { id, waitingSince, personName }: Unanswered): Promise<Quote[]> {
  const rows = await sql<{ text: string; files: number }[]>`
    SELECT * FROM (
      SELECT m.seq, m.text, (SELECT count(*) FROM attachments a WHERE a.message_id = m.id) AS files FROM messages m
      WHERE m.conversation_id = ${id} AND m.kind = 'message' AND m.author = 'visitor' AND m.at >= ${waitingSince}
      ORDER BY m.seq DESC LIMIT ${mostQuoted}) latest
    ORDER BY seq`
  return rows.map(({ text, files }) => ({ by: personName ?? 'They wrote', text: withFiles(text, files) }))
}

const withFiles = (text: string, files: number) =>
  files === 0 ? text : [text, `[${files === 1 ? 'a file' : `${files} files`}]`].filter(part => part !== '').join('\n')

/** In the transaction of the note: whoever is mentioned and not there hears of it by mail. */
export async function tellMentioned(
  context: ConversationsContext,
  tx: Tx,
  conversation: ConversationRow,
  note: { id: string; text: string; mentions: string[]; authorId: string | null; authorName: string | null }
): Promise<void> {
  const now = context.clock()
  const away = await tx<Recipient[]>`
    SELECT m.id, m.email, m.name FROM members m LEFT JOIN member_presence p ON p.member_id = m.id
    WHERE m.workspace_id = ${conversation.workspaceId} AND m.id = ANY(${note.mentions}::uuid[])
      AND m.id IS DISTINCT FROM ${note.authorId}::uuid AND m.password_hash IS NOT NULL AND ${wanted(tx)} <> 'never'
      AND (p.member_id IS NULL OR p.status = 'away'
        OR p.seen_at <= ${now}::timestamptz - make_interval(secs => ${seenSeconds}))
      AND NOT ${isReading(tx, conversation.id, now)}`
  if (away.length === 0) return
  const [about] = await tx<Omit<About, 'id'>[]>`
    SELECT w.name AS "workspaceName", own.person_id AS "personId", p.name AS "personName" FROM workspaces w
    LEFT JOIN visitors own ON own.id = ${conversation.visitorId} LEFT JOIN people p ON p.id = own.person_id
    WHERE w.id = ${conversation.workspaceId}`
  if (!about) return
  for (const to of away)
    await context.mail.put(tx, {
      workspaceId: conversation.workspaceId,
      conversationId: conversation.id,
      memberId: to.id,
      kind: 'mention',
      key: `mention ${note.id} ${to.id}`,
      letter: mentionLetter(
        to,
        { ...about, id: conversation.id },
        { by: note.authorName ?? 'A colleague', text: note.text },
        context.publicUrl
      )
    })
}
