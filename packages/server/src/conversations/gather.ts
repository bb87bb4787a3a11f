import type { PendingQuery, Row } from 'postgres'
import type { ConversationsContext, ISql } from './context.ts'
import { keptWords } from './words.ts'

/** A conversation's words are kept by twenty messages: less than a megabyte, the most PostgreSQL takes, of the longest ones. */
const partMessages = 20
/** Of one conversation at once; who imports thousands gets them in turns. */
const mostMessages = 200
const conversationsAtOnce = 500
/** While people talk, a conversation is not written again for each message; who searches meanwhile has it gathered then. */
const quietSeconds = 20
const mostBehind = partMessages

type Fresh = {
  id: string
  number: number
  workspaceId: string
  upTo: number
  hasMore: boolean
  parts: { part: number; text: string }[] | null
}

/** More than that can only be waiting after the upgrade that brought this; the rest is gathered in the background. */
const roundsBeforeSearch = 4

/** What was said in this workspace so far can be found. */
export async function gatherBeforeSearch(sql: ISql, workspaceId: string): Promise<void> {
  for (let round = 0; round < roundsBeforeSearch; round += 1)
    if (!(await gatherSome(sql, sql`c.workspace_id = ${workspaceId}`))) return
}

/** Conversations that have fallen quiet, of all workspaces. */
export async function gatherQuiet({ sql, clock }: Pick<ConversationsContext, 'sql' | 'clock'>): Promise<void> {
  const quietSince = new Date(clock().getTime() - quietSeconds * 1000)
  const quiet = sql`(c.last_at < ${quietSince} OR c.last_seq - c.gathered_seq > ${mostBehind})`
  while (await gatherSome(sql, quiet));
}

/** True when there may be more. Doing it twice changes nothing, so two processes need not agree on who does it. */
async function gatherSome(sql: ISql, which: PendingQuery<Row[]>): Promise<boolean> {
  // Whoever sees message n sees all before it: numbers are given out under the lock of the conversation.
  const fresh = await sql<Fresh[]>`
    WITH due AS (
      SELECT c.id, c.workspace_id, c.gathered_seq AS after, least(c.last_seq, c.gathered_seq + ${mostMessages}) AS up_to, c.last_seq
      FROM conversations c WHERE c.gathered_seq < c.last_seq AND ${which}
      ORDER BY c.last_at DESC LIMIT ${conversationsAtOnce})
    SELECT due.id, w.number, due.workspace_id AS "workspaceId", due.up_to AS "upTo",
      due.up_to < due.last_seq AS "hasMore",
      (SELECT json_agg(p) FROM (
        SELECT (m.seq - 1) / ${partMessages} AS part, string_agg(m.text, ' ') AS text FROM messages m
        WHERE m.conversation_id = due.id AND m.seq > due.after AND m.seq <= due.up_to AND m.kind <> 'activity'
        GROUP BY 1) p) AS parts
    FROM due JOIN workspaces w ON w.id = due.workspace_id`
  if (fresh.length === 0) return false
  const rows = fresh.flatMap(({ id, number, workspaceId, parts }) =>
    (parts ?? []).map(({ part, text }) => ({ id, part, workspaceId, words: keptWords(number, text).join('|') }))
  )
  // In one order everywhere, and only what nobody has removed meanwhile.
  await sql`
    WITH still AS MATERIALIZED (
      SELECT id FROM conversations WHERE id = ANY(${fresh.map(one => one.id)}::uuid[]) ORDER BY id FOR NO KEY UPDATE),
    passed AS (
      UPDATE conversations c SET gathered_seq = greatest(c.gathered_seq, f.up_to)
      FROM still JOIN unnest(${fresh.map(one => one.id)}::uuid[], ${fresh.map(one => one.upTo)}::int[]) AS f (id, up_to)
        ON f.id = still.id
      WHERE c.id = still.id RETURNING c.id)
    INSERT INTO conversation_words AS k (conversation_id, part, workspace_id, words)
    SELECT f.id, f.part, f.workspace_id, array_to_tsvector(string_to_array(f.words, '|'))
    FROM unnest(${rows.map(row => row.id)}::uuid[], ${rows.map(row => row.part)}::int[],
      ${rows.map(row => row.workspaceId)}::uuid[], ${rows.map(row => row.words)}::text[]) AS f (id, part, workspace_id, words)
    JOIN passed ON passed.id = f.id
    ON CONFLICT (conversation_id, part) DO UPDATE SET words = k.words || excluded.words`
  return fresh.length === conversationsAtOnce || fresh.some(one => one.hasMore)
}
