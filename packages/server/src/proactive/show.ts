import type { ProactiveShow, ProactiveShown } from '@foyer/protocol'
import type { Static } from 'typebox'
import { keepFact } from '../conversations/index.ts'
import { toPublic, toUuid } from '../http/index.ts'
import { webAddress } from '../identity/index.ts'
import type { ISql, ProactiveContext, Tx } from './context.ts'
import { authorOf, findRules, type RuleRow } from './rows.ts'
import { segmentsOf } from './segments.ts'
import { type Asking, fitting } from './standing.ts'

type ShownRow = { ruleId: string; text: string; authorId: string | null; authorName: string }

/**
 * Whether this page may show the message now. Everything is judged again here, one request of a person after another, so two tabs
 * or two devices that ask in the same moment are told yes once. The same id again is answered the same.
 */
export async function show(
  context: ProactiveContext,
  asking: Asking,
  asked: Static<typeof ProactiveShow>
): Promise<ProactiveShown> {
  const rule = toUuid(asked.ruleId)
  const asks = (sql: ISql) =>
    sql<RuleRow[]>`${findRules(sql)} WHERE r.id = ${rule} AND r.agent_id = ${asking.agent} AND r.enabled`
  // Before the lock: the event store is asked, and whoever waits for this person's turn must not wait for that.
  const segments = await segmentsOf(context, await asks(context.sql), asking)
  const answer = (await context.sql.begin(async tx => {
    await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`proactive ${asking.person}`}, 0))`
    const [known] = await tx<ShownRow[]>`
      SELECT rule_id AS "ruleId", text, author_id AS "authorId", author_name AS "authorName" FROM proactive_shown
      WHERE visitor_id = ${asking.visitor} AND id = ${asked.id}`
    if (known) return known.ruleId === rule ? shownAs(known) : no
    const [fits] = await fitting(tx, await asks(tx), asking, context.clock(), segments)
    return fits ? note(context, tx, asking, fits, asked) : no
  })) as ProactiveShown
  if (answer.shown) context.factsWritten()
  return answer
}

const no: ProactiveShown = { shown: false }
const shownAs = ({ text, authorId, authorName }: Omit<ShownRow, 'ruleId'>): ProactiveShown => ({
  shown: true,
  text,
  author: { kind: authorId === null ? 'system' : 'member', name: authorName }
})

async function note(
  context: ProactiveContext,
  tx: Tx,
  asking: Asking,
  rule: RuleRow,
  asked: Static<typeof ProactiveShow>
): Promise<ProactiveShown> {
  const at = context.clock()
  const author = authorOf(rule)
  const { workspaceId, agent, visitor } = asking
  await tx`
    INSERT INTO proactive_shown (visitor_id, id, workspace_id, agent_id, rule_id, rule_name, text, author_id, author_name, at)
    VALUES (${visitor}, ${asked.id}, ${workspaceId}, ${agent}, ${rule.id}, ${rule.name}, ${rule.message}, ${author.id},
      ${author.name}, ${at})`
  const url = webAddress(asked.url)
  await tellFact(tx, { workspaceId, agent, visitor }, at, 'message shown', asked.id, {
    ...told(rule.id, rule.name),
    ...(url === null ? {} : { url })
  })
  // Last, since everybody who is shown this rule passes through its row.
  await tx`UPDATE proactive_rules SET shown = shown + 1, last_shown_at = ${at} WHERE id = ${rule.id}`
  return shownAs({ text: rule.message, authorId: author.id, authorName: author.name })
}

/** Closed by the visitor. Once; and not when they had answered before. */
export async function dismiss(context: ProactiveContext, asking: Asking, id: string): Promise<void> {
  const at = context.clock()
  const isNews = await context.sql.begin(async tx => {
    const [row] = await tx<{ rule: string; name: string }[]>`
      UPDATE proactive_shown SET dismissed_at = ${at}
      WHERE visitor_id = ${asking.visitor} AND id = ${id} AND dismissed_at IS NULL AND answered_at IS NULL
      RETURNING rule_id AS rule, rule_name AS name`
    if (!row) return false
    await tellFact(tx, asking, at, 'message dismissed', id, told(row.rule, row.name))
    await tx`UPDATE proactive_rules SET dismissed = dismissed + 1 WHERE id = ${row.rule}`
    return true
  })
  if (isNews) context.factsWritten()
}

export const told = (rule: string, name: string) => ({ ruleId: toPublic('prl', rule), rule: name })

export const tellFact = (
  tx: Tx,
  whose: Pick<Asking, 'workspaceId' | 'agent' | 'visitor'>,
  at: Date,
  name: string,
  id: string,
  properties: Record<string, string>
) =>
  keepFact(
    tx,
    { workspaceId: whose.workspaceId, agentId: whose.agent, visitorId: whose.visitor },
    at,
    name,
    `${whose.visitor} ${id} ${name}`,
    properties
  )
