import type { HandOverReason } from '@foyer/protocol'
import { type Doer, noteActivity } from '../activity.ts'
import type { ConversationsContext, ISql, Tx } from '../context.ts'
import { writeFact } from '../facts.ts'
import type { ConversationRow } from '../rows.ts'
import { countUsage } from './usage.ts'

type Why = {
  reason: HandOverReason
  /** What went wrong, to the team. */
  fault?: string | undefined
  by?: Doer
}

/**
 * From here on the team answers. Of a conversation whose row is locked; false when it was the team's already. Whoever waits, waits for a
 * person from now on; when somebody merely takes over, since they asked.
 */
export async function handOver(
  context: Pick<ConversationsContext, 'clock' | 'random'>,
  tx: Tx,
  conversation: ConversationRow,
  why: Why
): Promise<boolean> {
  if (conversation.answeredBy !== 'responder') return false
  const at = context.clock()
  const isTaken = why.reason === 'taken'
  const [waiting] = await tx<{ askedAt: Date }[]>`
    DELETE FROM questions WHERE conversation_id = ${conversation.id} RETURNING asked_at AS "askedAt"`
  const since = isTaken ? (waiting?.askedAt ?? null) : at
  await tx`
    UPDATE conversations c SET answered_by = 'team', waiting_since = coalesce(c.waiting_since, ${since}),
      unread = (SELECT count(*) FROM messages m
        WHERE m.conversation_id = c.id AND m.author = 'visitor' AND m.kind = 'message' AND m.seq > c.team_read)
    WHERE c.id = ${conversation.id}`
  const { reason, fault } = why
  await noteActivity(
    context,
    tx,
    conversation.id,
    'handed over',
    { reason, ...(fault ? { fault } : {}) },
    why.by ?? null
  )
  const answers = await answersSince(tx, conversation.id)
  await writeFact(tx, conversation, at, 'handed over', `handed over ${conversation.lastSeq}`, {
    reason,
    answers,
    seconds: Math.max(0, at.getTime() - conversation.createdAt.getTime()) / 1000
  })
  if (!isTaken) await countUsage(tx, conversation, at, { handOvers: 1, failed: reason === 'failed' ? 1 : 0 })
  return true
}

/** How often the responder has answered since it began, or was handed the conversation back. */
export async function answersSince(sql: ISql, conversation: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM messages m
    WHERE m.conversation_id = ${conversation} AND m.kind = 'message' AND m.author = 'responder'
      AND m.detail ? 'responder' AND NOT m.detail ? 'handedOver'
      AND m.seq > coalesce((SELECT max(seq) FROM messages b
        WHERE b.conversation_id = ${conversation} AND b.kind = 'activity' AND b.text = 'handed back'), 0)`
  return row?.count ?? 0
}
