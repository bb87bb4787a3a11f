import { toPublic } from '../../http/index.ts'
import type { ISql, Tx } from '../context.ts'

type Counted = {
  answers?: number
  handOvers?: number
  failed?: number
  promptTokens?: number | undefined
  completionTokens?: number | undefined
}

/** By the day of the workspace. */
export async function countUsage(
  tx: Tx,
  of: { agentId: string; workspaceId: string },
  at: Date,
  counted: Counted
): Promise<void> {
  const { answers = 0, handOvers = 0, failed = 0, promptTokens = 0, completionTokens = 0 } = counted
  await tx`
    INSERT INTO responder_usage AS u (agent_id, workspace_id, day, answers, hand_overs, failed, prompt_tokens, completion_tokens)
    SELECT ${of.agentId}, w.id, (${at}::timestamptz AT TIME ZONE w.timezone)::date, ${answers}, ${handOvers}, ${failed},
      ${promptTokens}, ${completionTokens}
    FROM workspaces w WHERE w.id = ${of.workspaceId}
    ON CONFLICT (agent_id, day) DO UPDATE SET answers = u.answers + excluded.answers,
      hand_overs = u.hand_overs + excluded.hand_overs, failed = u.failed + excluded.failed,
      prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
      completion_tokens = u.completion_tokens + excluded.completion_tokens`
}

/** Tokens of the day of the workspace so far. */
export async function tokensToday(sql: ISql, agentId: string, now: Date): Promise<number> {
  const [row] = await sql<{ tokens: number }[]>`
    SELECT (u.prompt_tokens + u.completion_tokens)::float8 AS tokens
    FROM responder_usage u JOIN workspaces w ON w.id = u.workspace_id
    WHERE u.agent_id = ${agentId} AND u.day = (${now}::timestamptz AT TIME ZONE w.timezone)::date`
  return row?.tokens ?? 0
}

/** The last so many days, the newest first; a day without a question is left out. */
export async function usageOf(sql: ISql, workspaceId: string, days: number, now: Date) {
  const rows = await sql<(Required<{ [Key in keyof Counted]: number }> & { day: string; agent: string })[]>`
    SELECT to_char(u.day, 'YYYY-MM-DD') AS day, u.agent_id AS agent, u.answers, u.hand_overs AS "handOvers", u.failed,
      u.prompt_tokens AS "promptTokens", u.completion_tokens AS "completionTokens"
    FROM responder_usage u JOIN workspaces w ON w.id = u.workspace_id
    WHERE u.workspace_id = ${workspaceId} AND u.day > (${now}::timestamptz AT TIME ZONE w.timezone)::date - ${days}::int
    ORDER BY u.day DESC, u.agent_id`
  return { items: rows.map(({ agent, ...row }) => ({ ...row, agentId: toPublic('agt', agent) })) }
}
