import { type Actor, newUuid } from '../http/index.ts'
import type { ConversationsContext, ISql, Tx } from './context.ts'

/** Who did something to a conversation; nobody is Foyer itself. */
export type Doer = { kind: 'member' | 'key'; id: string; name: string | null } | null

/** What was done to the conversation, in its own place between the messages. The visitor is not shown it. */
export async function noteActivity(
  context: Pick<ConversationsContext, 'clock' | 'random'>,
  tx: Tx,
  conversation: string,
  what: string,
  detail: Record<string, unknown>,
  by: Doer = null
): Promise<void> {
  await tx`
    WITH next AS (UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ${conversation} RETURNING id, last_seq)
    INSERT INTO messages (conversation_id, seq, id, kind, author, author_id, author_name, text, at, detail)
    SELECT id, last_seq, ${newUuid(context.random)}::uuid, 'activity', ${by?.kind ?? 'system'}::text, ${by?.id ?? null}::uuid,
      ${by?.name ?? null}::text, ${what}::text, ${context.clock()}::timestamptz, ${tx.json({ what, ...detail } as never)} FROM next`
}

/** How the team's own actor stands in a conversation: by name, never by e-mail address. */
export async function doerOf(sql: ISql, actor: Actor): Promise<NonNullable<Doer>> {
  if (actor.kind === 'key') return { kind: 'key', id: actor.keyId, name: null }
  const [row] = await sql<{ name: string }[]>`SELECT name FROM members WHERE id = ${actor.memberId}`
  return { kind: 'member', id: actor.memberId, name: row?.name ?? null }
}
