import {
  type Attachment,
  type AuthorKind,
  type Conversation,
  type ConversationStatus,
  friendlyName,
  type Message,
  type OwnConversation
} from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../http/index.ts'
import { type isHere, present } from '../people/index.ts'

export type ConversationRow = {
  id: string
  workspaceId: string
  agentId: string
  visitorId: string | null
  source: string
  status: ConversationStatus
  snoozedUntil: Date | null
  assigneeId: string | null
  assigneeName: string | null
  labels: string[]
  mergedInto: string | null
  createdAt: Date
  lastAt: Date
  lastSeq: number
  lastText: string | null
  lastAuthor: AuthorKind | null
  unread: number
  visitorUnread: number
  teamRead: number
  teamDelivered: number
  visitorRead: number
  visitorDelivered: number
  waitingSince: Date | null
  firstReplyAt: Date | null
  resolvedAt: Date | null
  rating: number | null
  ratingComment: string | null
  ratedAt: Date | null
  email: string | null
  emailSkippedAt: Date | null
  ip: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  browser: string | null
  os: string | null
  device: string | null
  locale: string | null
  answeredBy: 'responder' | 'team' | null
  /** Null where its agent has no responder. */
  responderName: string | null
}

/** Of a conversation `c`. */
export const conversationColumns = (sql: ISql) => sql`
  c.id, c.workspace_id AS "workspaceId", c.agent_id AS "agentId", c.visitor_id AS "visitorId", c.source, c.status,
  c.snoozed_until AS "snoozedUntil", c.assignee_id AS "assigneeId",
  (SELECT name FROM members WHERE id = c.assignee_id) AS "assigneeName", c.labels, c.merged_into AS "mergedInto",
  c.created_at AS "createdAt", c.last_at AS "lastAt", c.last_seq AS "lastSeq", c.last_text AS "lastText",
  c.last_author AS "lastAuthor", c.unread, c.visitor_unread AS "visitorUnread", c.team_read AS "teamRead",
  c.team_delivered AS "teamDelivered", c.visitor_read AS "visitorRead", c.visitor_delivered AS "visitorDelivered",
  c.waiting_since AS "waitingSince", c.first_reply_at AS "firstReplyAt", c.resolved_at AS "resolvedAt", c.rating,
  c.rating_comment AS "ratingComment", c.rated_at AS "ratedAt", c.email, c.email_skipped_at AS "emailSkippedAt",
  host(c.ip) AS ip, c.country, c.region, c.city, c.timezone, c.browser, c.os, c.device, c.locale,
  c.answered_by AS "answeredBy",
  (SELECT r.name FROM who_answers r WHERE r.agent_id = c.agent_id AND r.kind <> 'none') AS "responderName"`

export type ListedRow = ConversationRow & {
  person: string | null
  name: string | null
  personEmail: string | null
  userId: string | null
  online: boolean | null
}

/** Of the conversation's person `p`, where there is one. */
export const personColumnsOf = (sql: ISql, online: ReturnType<typeof isHere>) => sql`
  p.id AS person, p.name, p.email AS "personEmail", p.user_id AS "userId",
  EXISTS (SELECT 1 FROM visitors v WHERE v.person_id = p.id AND ${online}) AS online`

export function listed(row: ListedRow): Conversation {
  const { ip, country, region, city, timezone, browser, os, device } = row
  const visitorId = row.person === null ? null : toPublic('vis', row.person)
  return {
    id: toPublic('cnv', row.id),
    agentId: toPublic('agt', row.agentId),
    source: row.source,
    status: row.status,
    ...instants({ snoozedUntil: row.snoozedUntil }),
    ...(row.assigneeId === null
      ? {}
      : { assignee: { id: toPublic('mem', row.assigneeId), name: row.assigneeName ?? '' } }),
    labels: row.labels,
    createdAt: row.createdAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    lastSeq: row.lastSeq,
    ...snippetOf(row),
    unread: row.unread,
    ...instants({ waitingSince: row.waitingSince, firstReplyAt: row.firstReplyAt, resolvedAt: row.resolvedAt }),
    ...ratingOf(row),
    ...(row.mergedInto === null ? {} : { mergedInto: toPublic('cnv', row.mergedInto) }),
    ...(row.responderName === null ? {} : { answeredBy: row.answeredBy ?? 'team' }),
    marks: marksOf(row),
    ...(visitorId === null
      ? {}
      : {
          visitor: {
            id: visitorId,
            ...present({ name: row.name, email: row.personEmail }),
            friendlyName: friendlyName(visitorId),
            verified: row.userId !== null,
            online: row.online === true
          }
        }),
    ...present({ ip, country, region, city, timezone, browser, os, device })
  }
}

/** What a visitor sees of their conversation: no labels, no snoozing, no colleague's address. */
export function ownView(row: ConversationRow): OwnConversation {
  return {
    id: toPublic('cnv', row.id),
    status: row.status === 'resolved' ? 'resolved' : 'open',
    createdAt: row.createdAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    lastSeq: row.lastSeq,
    ...snippetOf(row),
    unread: row.visitorUnread,
    ...(row.assigneeName === null ? {} : { assignee: { name: row.assigneeName } }),
    ...(row.answeredBy === 'responder' && row.responderName !== null ? { responder: { name: row.responderName } } : {}),
    ...ratingOf(row),
    email: row.email !== null ? 'known' : row.emailSkippedAt !== null ? 'skipped' : 'unknown',
    ...(row.mergedInto === null ? {} : { mergedInto: toPublic('cnv', row.mergedInto) }),
    marks: marksOf(row)
  }
}

const snippetOf = (row: ConversationRow) => ({
  ...present({ snippet: row.lastText }),
  ...(row.lastAuthor === null ? {} : { snippetBy: row.lastAuthor })
})

const marksOf = (row: ConversationRow) => ({
  visitor: { delivered: row.visitorDelivered, read: row.visitorRead },
  team: { delivered: row.teamDelivered, read: row.teamRead }
})

const ratingOf = (row: ConversationRow) =>
  row.rating === null || row.ratedAt === null
    ? {}
    : {
        rating: { score: row.rating, ...present({ comment: row.ratingComment }), at: row.ratedAt.toISOString() }
      }

function instants<Key extends string>(values: Record<Key, Date | null>): Partial<Record<Key, string>> {
  const known: Partial<Record<Key, string>> = {}
  for (const key in values) {
    const value = values[key]
    if (value !== null) known[key] = value.toISOString()
  }
  return known
}

export type MessageRow = {
  conversationId: string
  seq: number
  id: string
  kind: Message['kind']
  author: AuthorKind
  authorId: string | null
  authorName: string | null
  clientId: string | null
  text: string
  at: Date
  mentions: string[]
  detail: Record<string, unknown> | null
  attachments: { id: string; name: string; type: string; bytes: number }[] | null
}
/** A message that this process wrote, and when it began to: `performance.now()`. */
export type JustSaid = { message: MessageRow; since: number }

/** Of a message `m`. */
export const messageColumns = (sql: ISql) => sql`
  m.conversation_id AS "conversationId", m.seq, m.id, m.kind, m.author, m.author_id AS "authorId",
  m.author_name AS "authorName", m.client_id AS "clientId", m.text, m.at, m.mentions, m.detail,
  (SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'type', a.type, 'bytes', a.bytes) ORDER BY a.at, a.id)
   FROM attachments a WHERE a.message_id = m.id) AS attachments`

export type Reader = 'team' | 'visitor'

/** Notes and activities never reach a visitor: `visibleTo` keeps them out before this is asked. */
export function shownMessage(row: MessageRow, reader: Reader): Message {
  // An answer is known by it to whoever saw it being written.
  const isSender = row.author === 'responder' || (row.author === 'visitor') === (reader === 'visitor')
  const { sources, ...detail } = row.detail ?? {}
  return {
    id: toPublic('msg', row.id),
    conversationId: toPublic('cnv', row.conversationId),
    seq: row.seq,
    kind: row.kind,
    author: {
      kind: row.author,
      ...present({ name: row.authorName, id: reader === 'team' ? publicAuthor(row) : null })
    },
    text: row.text,
    at: row.at.toISOString(),
    ...(isSender ? present({ clientId: row.clientId }) : {}),
    ...(row.attachments ? { attachments: row.attachments.map(shownAttachment) } : {}),
    ...(reader === 'team' && row.mentions.length > 0 ? { mentions: row.mentions.map(id => toPublic('mem', id)) } : {}),
    // A rule's name, a responder's workings: what the visitor may see of them has fields of its own.
    ...(Array.isArray(sources) && sources.length > 0 ? { sources } : {}),
    ...(reader === 'team' && row.detail ? { detail } : {})
  }
}

export const shownAttachment = (row: { id: string; name: string; type: string; bytes: number }): Attachment => ({
  id: toPublic('att', row.id),
  name: row.name,
  type: row.type,
  bytes: row.bytes
})

function publicAuthor({ author, authorId }: MessageRow): string | null {
  if (authorId === null) return null
  if (author === 'visitor') return toPublic('vis', authorId)
  if (author === 'member') return toPublic('mem', authorId)
  return author === 'key' ? toPublic('key', authorId) : null
}

export const visibleTo = (sql: ISql, reader: Reader) => (reader === 'team' ? sql`` : sql`AND m.kind = 'message'`)
