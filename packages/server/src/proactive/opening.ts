import type { Opening } from '../conversations/index.ts'
import type { Tx } from './context.ts'
import { tellFact, told } from './show.ts'

type Row = {
  workspaceId: string
  agent: string
  visitor: string
  rule: string
  name: string
  text: string
  authorId: string | null
  authorName: string
}

/**
 * The shown message that a visitor's first words answer, in the transaction that begins the conversation; null when there is none of
 * theirs by this id, or when it was answered before in another one. Then the conversation begins without: nothing they write is lost.
 */
export async function openingOf(
  tx: Tx,
  asked: { workspaceId: string; own: string[]; id: string; at: Date }
): Promise<Opening | null> {
  const [row] = await tx<Row[]>`
    UPDATE proactive_shown SET answered_at = ${asked.at}
    WHERE visitor_id = ANY(${asked.own}::uuid[]) AND id = ${asked.id} AND workspace_id = ${asked.workspaceId} AND answered_at IS NULL
    RETURNING workspace_id AS "workspaceId", agent_id AS agent, visitor_id AS visitor, rule_id AS rule, rule_name AS name, text,
      author_id AS "authorId", author_name AS "authorName"`
  if (!row) return null
  const detail = told(row.rule, row.name)
  await tellFact(tx, row, asked.at, 'message answered', asked.id, detail)
  await tx`UPDATE proactive_rules SET answered = answered + 1 WHERE id = ${row.rule}`
  const { authorId, authorName, text } = row
  return { text, authorId, authorName, detail: { proactive: detail } }
}
