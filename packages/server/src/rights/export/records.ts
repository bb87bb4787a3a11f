import type { ISql } from 'postgres'
import { toPublic } from '../../http/index.ts'
import type { Found } from '../../people/index.ts'
import { parsed, told } from './told.ts'

type Row = Record<string, unknown>
type Rows = AsyncGenerator<Row>

/** Of a person that is one row, or a few: read at once. Above this it is read piece by piece. */
const piece = 200

/** Where a row of PostgreSQL comes whole, as JSON of its own. */
const whole = (rows: readonly { row: Row }[]) => rows.map(({ row }) => row)

export async function profileOf(sql: ISql, { person }: Found): Promise<Row> {
  const [row] = whole(await sql<{ row: Row }[]>`SELECT to_jsonb(p) AS row FROM people p WHERE p.id = ${person}`)
  return told(row ?? {}, 'vis', ['workspace_id', 'words'])
}

export async function* browsers(sql: ISql, { visitors }: Found): Rows {
  const rows = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(v) AS row FROM visitors v WHERE v.id = ANY(${visitors}::uuid[]) ORDER BY v.first_seen_at, v.id`
  )
  for (const row of rows) yield told(row, 'vis', ['workspace_id'])
}

export async function* attributes(sql: ISql, { visitors }: Found): Rows {
  const rows = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(a) AS row FROM attributes a WHERE a.visitor_id = ANY(${visitors}::uuid[])
      ORDER BY a.key, a.kind, a.at, a.visitor_id`
  )
  for (const row of rows) yield told(row, null)
}

/** What says who they are: the joins, what recognises their browsers (as it is kept, which is not the id itself), and their sign-ins. */
export async function identityOf(sql: ISql, { visitors, workspaceId }: Found): Promise<Row> {
  const joins = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(j) AS row FROM joins j WHERE j.workspace_id = ${workspaceId}
        AND (j.from_visitor = ANY(${visitors}::uuid[]) OR j.into_visitor = ANY(${visitors}::uuid[])) ORDER BY j.at, j.id`
  )
  const keys = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(k) || jsonb_build_object('hash', encode(k.hash, 'hex')) AS row FROM identity_keys k
      WHERE k.workspace_id = ${workspaceId} AND k.visitor_id = ANY(${visitors}::uuid[]) ORDER BY k.kind, k.first_at`
  )
  const signIns = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(t) AS row FROM user_tokens t
      WHERE t.workspace_id = ${workspaceId} AND t.visitor_id = ANY(${visitors}::uuid[]) ORDER BY t.first_at`
  )
  return {
    evidence: joins.map(row => told(row, 'joi', ['workspace_id'])),
    recognisedBy: keys.map(row => told(row, null, ['workspace_id'])),
    signIns: signIns.map(row => told(row, null, ['workspace_id', 'hash']))
  }
}

export async function* consents(sql: ISql, { visitors }: Found): Rows {
  const rows = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(c) AS row FROM visitor_consents c WHERE c.visitor_id = ANY(${visitors}::uuid[]) ORDER BY c.at`
  )
  for (const row of rows) yield told({ ...row, consent: parsed(row.consent) }, null, ['workspace_id'])
}

export async function* visits(sql: ISql, { visitors }: Found): Rows {
  for (
    let after = { visitor: '00000000-0000-0000-0000-000000000000', id: '00000000-0000-0000-0000-000000000000' };
    ;
  ) {
    const rows = await sql<{ visitor: string; id: string; row: Row }[]>`
      SELECT v.visitor_id AS visitor, v.id, to_jsonb(v) AS row FROM visits v
      WHERE v.visitor_id = ANY(${visitors}::uuid[]) AND (v.visitor_id, v.id) > (${after.visitor}::uuid, ${after.id}::uuid)
      ORDER BY v.visitor_id, v.id LIMIT ${piece}`
    for (const { row } of rows) yield told(row, 'ses')
    const last = rows.at(-1)
    if (rows.length < piece || !last) return
    after = last
  }
}

/** Messages that rules showed them. */
export async function* shown(sql: ISql, { visitors }: Found): Rows {
  const rows = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(s) AS row FROM proactive_shown s WHERE s.visitor_id = ANY(${visitors}::uuid[]) ORDER BY s.at`
  )
  for (const row of rows) yield told(row, 'msg', ['workspace_id', 'author_id'])
}

/** That they may not write in the chat. */
export async function* blocks(sql: ISql, { visitors }: Found): Rows {
  const rows = whole(
    await sql<
      { row: Row }[]
    >`SELECT to_jsonb(b) AS row FROM visitor_blocks b WHERE b.visitor_id = ANY(${visitors}::uuid[])`
  )
  for (const row of rows) yield told(row, null, ['workspace_id'])
}

/** Events that the event store would not take, as the lines they would have been. */
export async function* setAside(sql: ISql, { visitors, workspaceId }: Found): Rows {
  const rows = await sql<{ at: Date; reason: string; event: string }[]>`
    SELECT at, reason, event FROM set_aside
    WHERE workspace_id = ${workspaceId} AND event LIKE ANY(${visitors.map(id => `%${id}%`)}::text[]) ORDER BY id`
  for (const { at, reason, event } of rows) yield { at: at.toISOString(), reason, event: parsed(event) }
}

/** What was mailed about their conversations, and to them; whom of the team it went to is not theirs to know. */
export async function* mails(sql: ISql, conversations: readonly string[]): Rows {
  const rows = whole(
    await sql<{ row: Row }[]>`
      SELECT to_jsonb(m) AS row FROM mails m WHERE m.conversation_id = ANY(${[...conversations]}::uuid[])
      ORDER BY m.created_at, m.id`
  )
  const own = ['workspace_id', 'key', 'leased_until', 'member_id']
  for (const row of rows)
    yield told(row, null, ['id', ...own, ...(row.kind === 'reply' ? [] : ['recipient', 'letter'])])
}

export async function conversationsOf(sql: ISql, { visitors, workspaceId }: Found): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    WITH theirs AS (
      SELECT DISTINCT coalesce(merged_into, id) AS id FROM conversations
      WHERE workspace_id = ${workspaceId} AND visitor_id = ANY(${visitors}::uuid[]))
    SELECT id FROM conversations c
    WHERE c.workspace_id = ${workspaceId} AND (c.id IN (SELECT id FROM theirs) OR c.merged_into IN (SELECT id FROM theirs))
    ORDER BY created_at, id`
  return rows.map(row => row.id)
}

const conversationOwn = ['workspace_id', 'assignee_id', 'told_waiting', 'told_visitor', 'gathered_seq', 'start_id']

export async function conversationOf(sql: ISql, id: string, publicUrl: string): Promise<Row> {
  const [row] = whole(await sql<{ row: Row }[]>`SELECT to_jsonb(c) AS row FROM conversations c WHERE c.id = ${id}`)
  const files = whole(
    await sql<
      { row: Row }[]
    >`SELECT to_jsonb(a) AS row FROM attachments a WHERE a.conversation_id = ${id} ORDER BY a.at, a.id`
  )
  const drafts = whole(
    await sql<{ row: Row }[]>`SELECT to_jsonb(d) AS row FROM drafts d WHERE d.conversation_id = ${id} ORDER BY d.at`
  )
  const conversation = toPublic('cnv', id)
  return {
    ...told(row ?? {}, 'cnv', conversationOwn),
    // The file itself is at its address, for whoever may read the conversation.
    attachments: files.map(file => ({
      ...told(file, 'att', ['workspace_id', 'conversation_id', 'author_id', 'file']),
      url: `${publicUrl}/api/conversations/${conversation}/attachments/${toPublic('att', String(file.id))}`
    })),
    drafts: drafts.map(draft => told(draft, null, ['conversation_id', 'member_id']))
  }
}

/** Messages of both sides, notes of the team and what was done, in their order. */
export async function* messages(sql: ISql, conversation: string): Rows {
  for (let after = 0; ; ) {
    const rows = await sql<{ seq: number; row: Row }[]>`
      SELECT m.seq, to_jsonb(m) AS row FROM messages m WHERE m.conversation_id = ${conversation} AND m.seq > ${after}
      ORDER BY m.seq LIMIT ${piece}`
    for (const { row } of rows) yield told(row, 'msg', ['conversation_id', 'author_id', 'client_id', 'mentions'])
    const last = rows.at(-1)
    if (rows.length < piece || !last) return
    after = last.seq
  }
}

/** Deliveries that are still to be sent, or have ended a moment ago. */
export async function* waitingDeliveries(sql: ISql, { visitors, workspaceId }: Found): Rows {
  for (let after = 0; ; ) {
    const rows = await sql<{ place: number; row: Row }[]>`
      SELECT d.place, to_jsonb(d) AS row FROM deliveries d
      WHERE d.workspace_id = ${workspaceId} AND d.visitor_id = ANY(${visitors}::uuid[]) AND d.place > ${after}
      ORDER BY d.place LIMIT ${piece}`
    for (const { row } of rows)
      yield told({ ...row, event: parsed(row.event), log: parsed(row.log) }, 'dlv', [
        'workspace_id',
        'lane',
        'place',
        'batch_id',
        'held_for'
      ])
    const last = rows.at(-1)
    if (rows.length < piece || !last) return
    after = last.place
  }
}

/** What the destinations are called that something went to. */
export async function* destinations(sql: ISql, { workspaceId }: Found): Rows {
  const rows = await sql<{ id: string; name: string; type: string }[]>`
    SELECT id, name, type FROM destinations WHERE workspace_id = ${workspaceId} ORDER BY name, id`
  for (const row of rows) yield told(row, 'dst')
}
