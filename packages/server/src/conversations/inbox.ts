import type { Conversation, ConversationCounts, ConversationsQuery, OwnConversation, Page } from '@foyer/protocol'
import type { PendingQuery, Row } from 'postgres'
import type { Actor } from '../http/index.ts'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows, toUuid } from '../http/index.ts'
import { isHere } from '../people/index.ts'
import type { ISql } from './context.ts'
import { gatherBeforeSearch } from './gather.ts'
import { type ConversationRow, conversationColumns, type ListedRow, listed, ownView, personColumnsOf } from './rows.ts'
import type { VisitorSpeaker } from './speaker.ts'
import { wordsQuery } from './words.ts'

type Sort = NonNullable<ConversationsQuery['sort']>

/** A page of the inbox. */
export async function inbox(
  sql: ISql,
  actor: Actor,
  now: Date,
  query: ConversationsQuery
): Promise<Page<Conversation>> {
  const limit = query.limit ?? defaultLimit
  const sort = query.sort ?? 'newest'
  const rows = await found(sql, actor, now, query, { sort, limit })
  return pageOfRows(rows, limit, listed, row =>
    encodeCursor(`inbox ${sort}`, [(sort === 'waiting' ? row.waitingSince : row.lastAt) ?? row.lastAt, row.id])
  )
}

type Cut = { sort: Sort; limit: number }
/** So many conversations are looked through, one after another, before the index of words is asked. */
const near = 4_000

/**
 * A word that one in eighty has fills the first page from the newest conversations; a rarer one is found by its index. Over 200 000
 * conversations the first costs at most 20 ms, and the second 10 µs for each that has the word: taken the other way round it is half
 * a second for either.
 */
async function found(sql: ISql, actor: Actor, now: Date, query: ConversationsQuery, cut: Cut): Promise<ListedRow[]> {
  const matches = within(sql, actor, query, cut.sort)
  const { key, direction } = order(sql, cut.sort)
  const inOrder = sql`ORDER BY ${key} ${direction}, c.id`
  if (!query.search?.trim())
    return page(sql, now, cut, sql`SELECT c.id, ${key} AS key FROM conversations c WHERE ${matches} ${inOrder}`)
  const words = wordsQuery(await numberOf(sql, actor.workspaceId), query.search)
  if (words === null) return []
  await gatherBeforeSearch(sql, actor.workspaceId)
  const has = sql`w.words @@ ${words}::tsquery`
  const looked = sql`SELECT c.id, ${key} AS key FROM conversations c WHERE ${matches} ${inOrder} LIMIT ${near}`
  // LIMIT 1 keeps PostgreSQL from making a join of it, which would look through all of them before the first is answered.
  const close = await page(
    sql,
    now,
    cut,
    sql`SELECT c.id, c.key FROM (${looked}) c
      CROSS JOIN LATERAL (SELECT 1 FROM conversation_words w WHERE w.conversation_id = c.id AND ${has} LIMIT 1) held
      ORDER BY c.key ${direction}, c.id`
  )
  if (close.length > cut.limit) return close
  const [all] = await sql<{ looked: number }[]>`SELECT count(*) AS looked FROM (${looked}) c`
  if ((all?.looked ?? 0) < near) return close
  return page(
    sql,
    now,
    cut,
    sql`SELECT c.id, ${key} AS key FROM conversations c
      WHERE c.id = ANY(ARRAY(SELECT w.conversation_id FROM conversation_words w WHERE ${has})) AND ${matches} ${inOrder}`
  )
}

async function numberOf(sql: ISql, workspaceId: string): Promise<number> {
  const [row] = await sql<{ number: number }[]>`SELECT number FROM workspaces WHERE id = ${workspaceId}`
  return row?.number ?? 0
}

/** The page is cut before its rows are filled out: who somebody is, is looked up for fifty and not for all that match. */
const page = (sql: ISql, now: Date, { sort, limit }: Cut, all: PendingQuery<Row[]>) => {
  const { direction } = order(sql, sort)
  return sql<ListedRow[]>`
    WITH cut AS (${all} LIMIT ${limit + 1})
    SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, now))}
    FROM cut JOIN conversations c ON c.id = cut.id
    LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id
    ORDER BY cut.key ${direction}, c.id`
}

const order = (sql: ISql, sort: Sort) => ({
  key: sort === 'waiting' ? sql`c.waiting_since` : sql`c.last_at`,
  direction: sort === 'newest' ? sql`DESC` : sql`ASC`
})

function within(sql: ISql, actor: Actor, query: ConversationsQuery, sort: Sort) {
  const after = decodeCursor(`inbox ${sort}`, ['instant', 'uuid'], query.cursor)
  const where = matching(sql, actor, query, sort)
  if (!after) return where
  const { key } = order(sql, sort)
  return sort === 'newest'
    ? sql`${where} AND (${key} < ${after[0]} OR (${key} = ${after[0]} AND c.id > ${after[1]}))`
    : sql`${where} AND (${key} > ${after[0]} OR (${key} = ${after[0]} AND c.id > ${after[1]}))`
}

function matching(sql: ISql, actor: Actor, query: ConversationsQuery, sort: Sort) {
  const me = actor.kind === 'member' ? actor.memberId : null
  const also = [
    query.status && sql`AND c.status = ${query.status}`,
    query.assignee === 'none' && sql`AND c.assignee_id IS NULL`,
    query.assignee === 'me' && sql`AND c.assignee_id = ${me}`,
    query.assignee?.startsWith('mem_') && sql`AND c.assignee_id = ${toUuid(query.assignee)}`,
    // The playground is no visitor's: it is only there when asked for.
    query.source ? sql`AND c.source = ${query.source}` : sql`AND c.source <> 'playground'`,
    query.label && sql`AND c.labels @> ARRAY[${query.label}]::text[]`,
    query.channel && sql`AND c.agent_id = ${toUuid(query.channel)}`,
    query.country && sql`AND c.country = ${query.country}`,
    query.unread === true && sql`AND c.unread > 0`,
    query.unread === false && sql`AND c.unread = 0`,
    query.answeredBy === 'responder' && sql`AND c.answered_by = 'responder'`,
    query.answeredBy === 'team' && sql`AND c.answered_by IS DISTINCT FROM 'responder'`,
    query.mentioned &&
      sql`AND EXISTS (
      SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.mentions @> ARRAY[${me}]::uuid[] AND m.mentions <> '{}')`,
    query.visitor &&
      sql`AND c.visitor_id IN (SELECT v.id FROM visitors v JOIN visitors me ON me.person_id = v.person_id
        WHERE me.id = ${toUuid(query.visitor)} AND me.workspace_id = ${actor.workspaceId})`,
    sort === 'waiting' && sql`AND c.waiting_since IS NOT NULL`
  ].filter(part => typeof part === 'object' && part !== null)
  return also.reduce(
    (where, part) => sql`${where} ${part}`,
    sql`c.workspace_id = ${actor.workspaceId} AND c.merged_into IS NULL`
  )
}

/** One row of the inbox, as it is now. */
export async function listedOne(sql: ISql, workspaceId: string, id: string, now: Date): Promise<Conversation | null> {
  const [row] = await sql<ListedRow[]>`
    SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, now))} FROM conversations c
    LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id
    WHERE c.id = ${id} AND c.workspace_id = ${workspaceId}`
  return row ? listed(row) : null
}

/** What the folders of the inbox say beside their names. */
export async function inboxCounts(sql: ISql, actor: Actor): Promise<ConversationCounts> {
  const me = actor.kind === 'member' ? actor.memberId : null
  const [row] = await sql<ConversationCounts[]>`
    SELECT count(*) FILTER (WHERE status = 'open') AS open,
      count(*) FILTER (WHERE status = 'open' AND assignee_id = ${me}) AS mine,
      count(*) FILTER (WHERE status = 'open' AND assignee_id IS NULL) AS unassigned,
      count(*) FILTER (WHERE unread > 0) AS unread,
      count(*) FILTER (WHERE status = 'snoozed') AS snoozed,
      count(*) FILTER (WHERE waiting_since IS NOT NULL) AS waiting,
      count(*) FILTER (WHERE status = 'open' AND answered_by IS DISTINCT FROM 'responder') AS "forTeam",
      count(*) FILTER (WHERE status = 'open' AND answered_by = 'responder') AS "withResponder",
      EXISTS (SELECT 1 FROM who_answers r JOIN agents a ON a.id = r.agent_id
        WHERE r.workspace_id = ${actor.workspaceId} AND r.kind <> 'none' AND a.deleted_at IS NULL) AS "hasResponder"
    FROM conversations
    WHERE workspace_id = ${actor.workspaceId} AND status IN ('open', 'snoozed') AND source <> 'playground'`
  const none = { open: 0, mine: 0, unassigned: 0, unread: 0, snoozed: 0, waiting: 0 }
  return row ?? { ...none, forTeam: 0, withResponder: 0, hasResponder: false }
}

export async function labelCounts(sql: ISql, workspaceId: string) {
  const items = await sql<{ label: string; conversations: number }[]>`
    SELECT label, count(*) AS conversations FROM conversations, unnest(labels) AS label
    WHERE workspace_id = ${workspaceId} AND merged_into IS NULL GROUP BY label ORDER BY 2 DESC, 1 LIMIT 200`
  return { items: [...items] }
}

/** A visitor's own conversations, the latest first. */
export async function ownConversations(
  sql: ISql,
  visitor: VisitorSpeaker,
  query: { cursor?: string | undefined; limit?: number | undefined }
): Promise<Page<OwnConversation>> {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('own', ['instant', 'uuid'], query.cursor)
  const rows = await sql<ConversationRow[]>`
    SELECT ${conversationColumns(sql)} FROM conversations c
    WHERE c.visitor_id = ANY(${visitor.own}::uuid[]) AND c.merged_into IS NULL
      ${after ? sql`AND (c.last_at < ${after[0]} OR (c.last_at = ${after[0]} AND c.id > ${after[1]}))` : sql``}
    ORDER BY c.last_at DESC, c.id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, ownView, row => encodeCursor('own', [row.lastAt, row.id]))
}
