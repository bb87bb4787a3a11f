import { newUuid } from '../../http/index.ts'
import { notify } from '../board.ts'
import type { ConversationsContext, Tx } from '../context.ts'
import type { ConversationRow } from '../rows.ts'

/** Whoever asks in two messages within this is answered once, and nobody notices the wait. */
const gatherMs = 400
const longestGatherMs = 2_000
/** More words make a running answer begin anew, but not for ever. */
const startsAnewMs = 6_000

type Of = Pick<ConversationRow, 'id' | 'workspaceId'>

/** In the transaction of the message that asks: an acknowledged question is answered, whatever dies in between. */
export async function ask(
  context: Pick<ConversationsContext, 'clock' | 'random' | 'tell'>,
  tx: Tx,
  of: Of
): Promise<void> {
  const at = context.clock()
  const due = new Date(at.getTime() + gatherMs)
  const [row] = await tx<{ due: Date }[]>`
    INSERT INTO questions AS q (conversation_id, workspace_id, answer_id, asked_at, due_at)
    VALUES (${of.id}, ${of.workspaceId}, ${newUuid(context.random)}, ${at}, ${due})
    ON CONFLICT (conversation_id) DO UPDATE SET
      due_at = least(excluded.due_at, q.asked_at + ${longestGatherMs} * interval '1 millisecond'),
      answer_id = CASE WHEN ${isYoung(tx, at)} THEN excluded.answer_id ELSE q.answer_id END,
      attempts = CASE WHEN ${isYoung(tx, at)} THEN 0 ELSE q.attempts END,
      leased_until = CASE WHEN ${isYoung(tx, at)} THEN NULL ELSE q.leased_until END
    RETURNING due_at AS due`
  await notify(context, tx, { kind: 'asked', conversation: of.id, due: (row?.due ?? due).getTime() })
}

const isYoung = (tx: Tx, at: Date) => tx`q.asked_at > ${at}::timestamptz - ${startsAnewMs} * interval '1 millisecond'`
