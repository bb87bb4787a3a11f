import { AppError, toPublic } from '../http/index.ts'
import { type Doer, noteActivity } from './activity.ts'
import { announce } from './board.ts'
import type { ConversationsContext, ISql, Tx } from './context.ts'
import { isTeamOnline, seenSeconds } from './presence.ts'
import { handOver } from './responder/hand-over.ts'
import { type ConversationRow, conversationColumns } from './rows.ts'
import { settingsOf } from './settings.ts'

export type Colleague = { id: string; name: string }

/** Somebody who may be given conversations: a viewer only looks. */
export async function colleague(sql: ISql, workspaceId: string, memberId: string): Promise<Colleague> {
  const [row] = await sql<Colleague[]>`
    SELECT id, name FROM members WHERE id = ${memberId} AND workspace_id = ${workspaceId} AND role <> 'viewer'`
  if (!row)
    throw new AppError('invalid', 'There is no such member who can be given conversations. Choose another.', {
      field: 'assigneeId'
    })
  return row
}

/**
 * Whose turn it is: the available member who was given one the longest ago, while they have fewer open ones than the limit. Turns are
 * taken one after another in a workspace, or two conversations would go to the same person at once.
 */
export async function nextInTurn(tx: Tx, workspaceId: string, now: Date): Promise<Colleague | null> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`turn ${workspaceId}`}, 0))`
  const { openPerMember } = await settingsOf(tx, workspaceId)
  const [next] = await tx<Colleague[]>`
    SELECT m.id, m.name FROM member_presence p JOIN members m ON m.id = p.member_id
    WHERE p.workspace_id = ${workspaceId} AND p.status = 'available' AND m.role <> 'viewer'
      AND p.seen_at > ${now}::timestamptz - make_interval(secs => ${seenSeconds})
      AND (SELECT count(*) FROM conversations c WHERE c.assignee_id = m.id AND c.status = 'open') < ${openPerMember}
    ORDER BY p.last_assigned_at NULLS FIRST, m.created_at, m.id LIMIT 1`
  if (!next) return null
  await tx`UPDATE member_presence SET last_assigned_at = ${now} WHERE member_id = ${next.id}`
  return next
}

/** Of a conversation whose row is locked. */
export async function giveTo(
  context: ConversationsContext,
  tx: Tx,
  conversation: ConversationRow,
  to: Colleague | null,
  by: Doer
): Promise<void> {
  await tx`UPDATE conversations SET assignee_id = ${to?.id ?? null} WHERE id = ${conversation.id}`
  const detail = to ? { assigneeId: toPublic('mem', to.id), assignee: to.name } : {}
  await noteActivity(context, tx, conversation.id, to ? 'assigned' : 'unassigned', detail, by)
  // Given to somebody by hand, it is theirs to answer.
  if (to && by) await handOver(context, tx, conversation, { reason: 'taken', by })
}

/** Gives an unassigned conversation to whoever's turn it is; false when there is nobody, or nothing to give. */
export async function assignByTurn(context: ConversationsContext, workspaceId: string, id: string): Promise<boolean> {
  // Most often nobody is there to be given it, and that needs no transaction.
  const [{ autoAssign }, isSomebodyThere] = await Promise.all([
    settingsOf(context.sql, workspaceId),
    isTeamOnline(context.sql, workspaceId, context.clock())
  ])
  if (!autoAssign || !isSomebodyThere) return false
  return (await context.sql.begin(async tx => {
    const [row] = await tx<ConversationRow[]>`
      SELECT ${conversationColumns(tx)} FROM conversations c
      WHERE c.id = ${id} AND c.assignee_id IS NULL AND c.status = 'open' AND c.source <> 'playground'
        AND c.answered_by IS DISTINCT FROM 'responder' FOR UPDATE OF c`
    const next = row && (await nextInTurn(tx, workspaceId, context.clock()))
    if (!row || !next) return false
    await giveTo(context, tx, row, next, null)
    await announce(context, tx, row)
    return true
  })) as boolean
}

const mostWaiting = 100

/** Somebody became available: those who wait the longest come first. */
export async function assignWaiting(context: ConversationsContext, workspaceId: string): Promise<void> {
  const { autoAssign } = await settingsOf(context.sql, workspaceId)
  if (!autoAssign) return
  const waiting = await context.sql<{ id: string }[]>`
    SELECT id FROM conversations
    WHERE workspace_id = ${workspaceId} AND status = 'open' AND assignee_id IS NULL AND waiting_since IS NOT NULL
      AND source <> 'playground' AND answered_by IS DISTINCT FROM 'responder'
    ORDER BY waiting_since, id LIMIT ${mostWaiting}`
  for (const { id } of waiting) if (!(await assignByTurn(context, workspaceId, id))) return
}
