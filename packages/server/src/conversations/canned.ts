import type { CannedReply } from '@foyer/protocol'
import { type Actor, AppError, newUuid, notFound, toPublic } from '../http/index.ts'
import { storableText } from '../identity/index.ts'
import type { ConversationsContext, ISql } from './context.ts'

type Row = { id: string; shortcut: string; text: string; updatedAt: Date }
const mostReplies = 1_000

const shown = (row: Row): CannedReply => ({
  id: toPublic('can', row.id),
  shortcut: row.shortcut,
  text: row.text,
  updatedAt: row.updatedAt.toISOString()
})

/** All of them, by shortcut: a composer filters them as one types. */
export async function cannedReplies(sql: ISql, workspaceId: string) {
  const rows = await sql<Row[]>`
    SELECT id, shortcut, text, updated_at AS "updatedAt" FROM canned_replies
    WHERE workspace_id = ${workspaceId} ORDER BY lower(shortcut) LIMIT ${mostReplies}`
  return { items: rows.map(shown) }
}

type Given = { shortcut: string; text: string }

export async function addCannedReply(context: ConversationsContext, actor: Actor, given: Given): Promise<CannedReply> {
  const row = {
    id: newUuid(context.random),
    shortcut: given.shortcut,
    text: storableText(given.text),
    updatedAt: context.clock()
  }
  await context.sql.begin(async tx => {
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*) FROM canned_replies WHERE workspace_id = ${actor.workspaceId}`
    if (count >= mostReplies)
      throw new AppError('conflict', `There are ${mostReplies} canned replies already. Delete some first.`)
    const added = await tx`
      INSERT INTO canned_replies (id, workspace_id, shortcut, text, updated_at)
      VALUES (${row.id}, ${actor.workspaceId}, ${row.shortcut}, ${row.text}, ${row.updatedAt}) ON CONFLICT DO NOTHING`
    if (added.count === 0) throw taken(row.shortcut)
    await context.audit(actor, 'canned_reply.created', toPublic('can', row.id), { shortcut: row.shortcut }, tx)
  })
  return shown(row)
}

export async function changeCannedReply(
  context: ConversationsContext,
  actor: Actor,
  id: string,
  change: Partial<Given>
): Promise<CannedReply> {
  return (await context.sql.begin(async tx => {
    const before = await replyIn(tx, actor.workspaceId, id)
    const after: Row = {
      id,
      shortcut: change.shortcut ?? before.shortcut,
      text: change.text === undefined ? before.text : storableText(change.text),
      updatedAt: context.clock()
    }
    const [other] = await tx`
      SELECT 1 FROM canned_replies
      WHERE workspace_id = ${actor.workspaceId} AND lower(shortcut) = lower(${after.shortcut}) AND id <> ${id}`
    if (other) throw taken(after.shortcut)
    await tx`
      UPDATE canned_replies SET shortcut = ${after.shortcut}, text = ${after.text}, updated_at = ${after.updatedAt}
      WHERE id = ${id}`
    const detail = { before: before.shortcut, shortcut: after.shortcut }
    await context.audit(actor, 'canned_reply.changed', toPublic('can', id), detail, tx)
    return shown(after)
  })) as CannedReply
}

export async function removeCannedReply(context: ConversationsContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { shortcut } = await replyIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM canned_replies WHERE id = ${id}`
    await context.audit(actor, 'canned_reply.removed', toPublic('can', id), { shortcut }, tx)
  })
}

async function replyIn(tx: ISql, workspaceId: string, id: string): Promise<Row> {
  const [row] = await tx<Row[]>`
    SELECT id, shortcut, text, updated_at AS "updatedAt" FROM canned_replies
    WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
  if (!row) throw notFound('canned reply')
  return row
}

const taken = (shortcut: string) =>
  new AppError('conflict', `/${shortcut} is taken already. Choose another shortcut.`, { field: 'shortcut' })
