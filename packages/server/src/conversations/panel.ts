import type { ConversationPanel } from '@foyer/protocol'
import { type Actor, notFound, toPublic } from '../http/index.ts'
import { findPerson, isHere, pagesOfVisit, personProfile, present } from '../people/index.ts'
import type { ConversationsContext } from './context.ts'
import { newestMessages } from './history.ts'
import { type ConversationRow, conversationColumns, type ListedRow, listed, personColumnsOf } from './rows.ts'

const messagesShown = 100
const pagesShown = 10
const previousShown = 20

/** A conversation with everything the inbox shows beside it. */
export async function panel(
  context: ConversationsContext,
  actor: Actor,
  conversation: ConversationRow
): Promise<ConversationPanel> {
  const { sql } = context
  const now = context.clock()
  const [rows, messages, start, draft] = await Promise.all([
    sql<ListedRow[]>`
      SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, now))} FROM conversations c
      LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id
      WHERE c.id = ${conversation.id}`,
    newestMessages(sql, conversation.id, 'team', messagesShown),
    atStart(context, conversation.id),
    draftOf(context, actor, conversation.id)
  ])
  const row = rows[0]
  if (!row) throw notFound('conversation')
  const { visitor: _summary, ...fields } = listed(row)
  const about = row.visitorId === null ? null : await visitorOf(context, row.workspaceId, row.visitorId, now)
  return {
    ...fields,
    ...(about ? { visitor: about.visitor } : {}),
    atStart: start,
    lastPages: about?.lastPages ?? [],
    messages,
    previous: about ? await previous(context, row.workspaceId, about.visitors, row.id, now) : [],
    ...(draft ? { draft } : {})
  }
}

type Here = {
  visitor: string
  session: string
  url: string | null
  title: string | null
  since: Date | null
  isHere: boolean
  blocked: boolean
}

async function visitorOf(context: ConversationsContext, workspaceId: string, visitorId: string, now: Date) {
  const { sql, events } = context
  const found = await findPerson(sql, workspaceId, toPublic('vis', visitorId))
  const [profile, [here]] = await Promise.all([
    personProfile(sql, events, found, now),
    sql<Here[]>`
      SELECT v.id AS visitor, v.session_id AS session, v.page_url AS url, v.page_title AS title, v.page_since AS since,
        ${isHere(sql, now)} AS "isHere",
        EXISTS (SELECT 1 FROM visitor_blocks b WHERE b.visitor_id = ANY(${found.visitors}::uuid[])) AS blocked
      FROM visitors v WHERE v.id = ANY(${found.visitors}::uuid[]) ORDER BY v.last_seen_at DESC, v.id LIMIT 1`
  ])
  const lastPages = here
    ? await pagesOfVisit(
        events,
        { workspaceNumber: found.workspaceNumber, visitor: here.visitor, session: here.session },
        pagesShown
      )
    : []
  const { devices: _devices, places: _places, lastPages: _pages, visitList: _visits, bot: _bot, ...shown } = profile
  return {
    visitors: found.visitors,
    lastPages,
    visitor: {
      ...shown,
      traits: Object.fromEntries(
        profile.attributes.flatMap(({ key, value, kind }) => (kind === 'inferred' ? [] : [[key, value]]))
      ),
      blocked: here?.blocked ?? false,
      ...(here?.isHere && here.url !== null && here.since !== null
        ? { page: pageOf(here.url, here.title, here.since) }
        : {})
    }
  }
}

const pageOf = (url: string, title: string | null, since: Date) => ({
  url,
  ...present({ title }),
  at: since.toISOString()
})

async function previous(
  context: ConversationsContext,
  workspaceId: string,
  visitors: string[],
  except: string,
  now: Date
) {
  const { sql } = context
  const rows = await sql<ListedRow[]>`
    SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, now))} FROM conversations c
    LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id
    WHERE c.workspace_id = ${workspaceId} AND c.visitor_id = ANY(${visitors}::uuid[]) AND c.id <> ${except}
      AND c.merged_into IS NULL
    ORDER BY c.last_at DESC, c.id LIMIT ${previousShown}`
  return rows.map(listed)
}

async function atStart({ sql }: ConversationsContext, id: string): Promise<ConversationPanel['atStart']> {
  const [row] = await sql<
    {
      traits: Record<string, unknown>
      url: string | null
      title: string | null
      referrer: string | null
      locale: string | null
      firstSeenAt: Date | null
    }[]
  >`
    SELECT traits, page_url AS url, page_title AS title, referrer, locale, first_seen_at AS "firstSeenAt"
    FROM conversations WHERE id = ${id}`
  if (!row) throw notFound('conversation')
  const { traits, url, title, referrer, locale, firstSeenAt } = row
  return {
    traits,
    ...(url === null ? {} : { page: { url, ...present({ title }) } }),
    ...present({ referrer, locale }),
    ...(firstSeenAt ? { firstSeenAt: firstSeenAt.toISOString() } : {})
  }
}

async function draftOf({ sql }: ConversationsContext, actor: Actor, conversation: string) {
  if (actor.kind !== 'member') return undefined
  const [row] = await sql<{ text: string; note: boolean; at: Date }[]>`
    SELECT text, note, at FROM drafts WHERE conversation_id = ${conversation} AND member_id = ${actor.memberId}`
  return row ? { text: row.text, note: row.note, at: row.at.toISOString() } : undefined
}
