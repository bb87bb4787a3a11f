import { type Conversation, type ConversationChange, conversationLimits } from '@foyer/protocol'
import { type Actor, AppError, notFound, toPublic, toUuid } from '../http/index.ts'
import { type Doer, doerOf, noteActivity } from './activity.ts'
import { colleague, giveTo, nextInTurn } from './assign.ts'
import { announce, notify } from './board.ts'
import type { ConversationsContext, Tx } from './context.ts'
import { writeFact } from './facts.ts'
import { listedOne } from './inbox.ts'
import { plainLabels } from './labels.ts'
import { handBack } from './responder/hand-back.ts'
import { handOver } from './responder/hand-over.ts'
import type { ConversationRow } from './rows.ts'
import { openConversation } from './speaker.ts'

/** One step of a change, with the row as the step before left it. */
type Step = { context: ConversationsContext; tx: Tx; actor: Actor; by: Doer; row: ConversationRow; at: Date }

const longestSnoozeMs = 366 * 86_400_000

/** What the team decides about a conversation: all of it in one transaction with its audit rows, or nothing. */
export async function changeConversation(
  context: ConversationsContext,
  actor: Actor,
  id: string,
  change: ConversationChange
): Promise<Conversation> {
  const changed = await context.sql.begin(async tx => {
    const row = await openConversation(tx, actor, id, { lock: true })
    const step: Step = { context, tx, actor, by: await doerOf(tx, actor), row, at: context.clock() }
    if (change.status !== undefined) await changeStatus(step, change.status, change.snoozedUntil)
    if (change.assigneeId !== undefined) await changeAssignee(step, change.assigneeId)
    await changeLabels(step, change)
    // As the steps before left it: who is given a conversation answers it.
    if (change.answeredBy !== undefined)
      await changeAnswerer(step, await openConversation(tx, actor, id), change.answeredBy)
    if (change.blocked !== undefined) await changeBlock(step, change.blocked)
    await announce(context, tx, row)
    return row.id
  })
  context.factsWritten()
  const conversation = await listedOne(context.sql, actor.workspaceId, changed as string, context.clock())
  if (!conversation) throw notFound('conversation')
  return conversation
}

const target = (row: ConversationRow) => toPublic('cnv', row.id)

async function changeStatus(step: Step, status: ConversationRow['status'], until: string | undefined): Promise<void> {
  const { context, tx, actor, by, row, at } = step
  const snoozedUntil = status === 'snoozed' ? wakeTime(until, at) : null
  if (status === row.status && status !== 'snoozed') return
  if (status === 'resolved') {
    await tx`
      UPDATE conversations SET status = 'resolved', resolved_at = ${at}, snoozed_until = NULL, waiting_since = NULL, unread = 0,
        team_read = last_seq, team_delivered = last_seq WHERE id = ${row.id}`
    await tx`DELETE FROM questions WHERE conversation_id = ${row.id}`
  } else
    await tx`
      UPDATE conversations SET status = ${status}, snoozed_until = ${snoozedUntil}, resolved_at = NULL WHERE id = ${row.id}`
  const detail = snoozedUntil ? { until: snoozedUntil.toISOString() } : {}
  const what = status === 'open' ? 'opened' : status
  await noteActivity(context, tx, row.id, what, detail, by)
  await context.audit(actor, `conversation.${what}`, target(row), detail, tx)
  if (status === 'resolved')
    await writeFact(tx, row, at, 'resolved', `resolved ${row.lastSeq}`, {
      seconds: (at.getTime() - row.createdAt.getTime()) / 1000,
      messages: row.lastSeq
    })
}

function wakeTime(until: string | undefined, now: Date): Date {
  const at = until === undefined ? Number.NaN : Date.parse(until)
  if (Number.isNaN(at) || at <= now.getTime() || at > now.getTime() + longestSnoozeMs)
    throw new AppError('invalid', 'Say until when it sleeps: a time to come, within a year.', { field: 'snoozedUntil' })
  return new Date(at)
}

async function changeAssignee(step: Step, asked: string | null): Promise<void> {
  const { context, tx, actor, by, row, at } = step
  const to =
    asked === null
      ? null
      : asked === 'next'
        ? await nextInTurn(tx, row.workspaceId, at)
        : await colleague(tx, row.workspaceId, toUuid(asked))
  if (asked === 'next' && to === null)
    throw new AppError('conflict', 'Nobody is available, or everybody has as many open conversations as they may.')
  if ((to?.id ?? null) === row.assigneeId) return
  await giveTo(context, tx, row, to, by)
  const detail = { assignee: to?.name ?? null, before: row.assigneeName }
  await context.audit(actor, 'conversation.assigned', target(row), detail, tx)
}

async function changeAnswerer({ context, tx, actor, by }: Step, row: ConversationRow, who: 'responder' | 'team') {
  if (who === 'responder') await handBack(context, tx, row, { actor, by })
  else if (await handOver(context, tx, row, { reason: 'taken', by }))
    await context.audit(actor, 'conversation.taken', target(row), {}, tx)
}

async function changeLabels(step: Step, change: ConversationChange): Promise<void> {
  const { context, tx, actor, by, row } = step
  if (!change.labels && !change.addLabels && !change.removeLabels) return
  const removed = new Set(plainLabels(change.removeLabels ?? []))
  const labels = plainLabels([...(change.labels ?? row.labels), ...(change.addLabels ?? [])]).filter(
    label => !removed.has(label)
  )
  if (labels.length > conversationLimits.labels)
    throw new AppError('invalid', `A conversation has at most ${conversationLimits.labels} labels.`, {
      field: 'labels'
    })
  if (labels.join('\n') === row.labels.join('\n')) return
  await tx`UPDATE conversations SET labels = ${labels} WHERE id = ${row.id}`
  await noteActivity(context, tx, row.id, 'labelled', { labels }, by)
  await context.audit(actor, 'conversation.labelled', target(row), { before: row.labels, labels }, tx)
}

async function changeBlock(step: Step, blocked: boolean): Promise<void> {
  const { context, tx, actor, by, row, at } = step
  if (row.visitorId === null) throw new AppError('invalid', 'There is nobody to block in the playground.')
  const visitors = await tx<{ id: string }[]>`
    SELECT v.id FROM visitors v JOIN visitors me ON me.person_id = v.person_id WHERE me.id = ${row.visitorId}`
  const ids = visitors.map(visitor => visitor.id)
  const done = blocked
    ? await tx`
        INSERT INTO visitor_blocks (visitor_id, workspace_id, at) VALUES (${row.visitorId}, ${row.workspaceId}, ${at})
        ON CONFLICT DO NOTHING`
    : await tx`DELETE FROM visitor_blocks WHERE visitor_id = ANY(${ids}::uuid[])`
  if (done.count === 0) return
  const what = blocked ? 'blocked' : 'unblocked'
  await noteActivity(context, tx, row.id, what, {}, by)
  await context.audit(actor, `conversation.${what}`, target(row), {}, tx)
  if (blocked) await notify(context, tx, { kind: 'blocked', workspace: row.workspaceId, visitors: ids.slice(0, 150) })
}

/** Takes a conversation that is nobody's. Of any number who try at once exactly one has it; the others are told who. */
export async function acceptConversation(
  context: ConversationsContext,
  member: Extract<Actor, { kind: 'member' }>,
  id: string
): Promise<Conversation> {
  const accepted = await context.sql.begin(async tx => {
    const row = await openConversation(tx, member, id, { lock: true })
    if (row.assigneeId === member.memberId) return row.id
    if (row.assigneeId !== null)
      throw new AppError('conflict', `${row.assigneeName ?? 'Somebody else'} has taken this conversation.`)
    const to = await colleague(tx, row.workspaceId, member.memberId)
    await giveTo(context, tx, row, to, { kind: 'member', id: to.id, name: to.name })
    await context.audit(member, 'conversation.assigned', target(row), { assignee: to.name, before: null }, tx)
    await announce(context, tx, row)
    return row.id
  })
  const conversation = await listedOne(context.sql, member.workspaceId, accepted as string, context.clock())
  if (!conversation) throw notFound('conversation')
  return conversation
}
