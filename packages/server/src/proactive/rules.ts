import {
  type ProactiveCondition,
  type ProactiveRule,
  type ProactiveRuleChange,
  type ProactiveRules,
  type ProactiveRuleWrite,
  type ProactiveSettings,
  proactiveLimits
} from '@foyer/protocol'
import type { JSONValue } from 'postgres'
import { type Actor, AppError, newUuid, notFound, toPublic, toUuid } from '../http/index.ts'
import { storableJson, storableText } from '../identity/index.ts'
import type { ISql, ProactiveContext, Tx } from './context.ts'
import { findRules, type RuleRow, shownRule } from './rows.ts'

const standard: ProactiveSettings = { perDay: 2, quietDays: 7 }

export async function listRules(sql: ISql, workspaceId: string, agent: string): Promise<ProactiveRules> {
  await assertAgent(sql, workspaceId, agent)
  const rows = await sql<RuleRow[]>`
    ${findRules(sql)} WHERE r.workspace_id = ${workspaceId} AND r.agent_id = ${agent} ORDER BY r.position, r.id`
  return { items: rows.map(shownRule), settings: await settingsOf(sql, agent) }
}

export async function settingsOf(sql: ISql, agent: string): Promise<ProactiveSettings> {
  const [row] = await sql<ProactiveSettings[]>`
    SELECT per_day AS "perDay", quiet_days AS "quietDays" FROM proactive_settings WHERE agent_id = ${agent}`
  return row ?? standard
}

/** Behind the agent's own row, so that two who add or sort at once do so one after the other. */
async function inAgent<T>(
  context: ProactiveContext,
  workspaceId: string,
  agent: string,
  work: (tx: Tx) => Promise<T>
): Promise<T> {
  const done = await context.sql.begin(async tx => {
    const [row] = await tx`
      SELECT 1 FROM agents WHERE id = ${agent} AND workspace_id = ${workspaceId} AND deleted_at IS NULL FOR NO KEY UPDATE`
    if (!row) throw notFound('agent')
    return { answer: await work(tx) }
  })
  return (done as { answer: T }).answer
}

export async function assertAgent(sql: ISql, workspaceId: string, agent: string): Promise<void> {
  const [row] = await sql`
    SELECT 1 FROM agents WHERE id = ${agent} AND workspace_id = ${workspaceId} AND deleted_at IS NULL`
  if (!row) throw notFound('agent')
}

async function ruleIn(sql: ISql, workspaceId: string, agent: string, id: string): Promise<RuleRow> {
  const [row] = await sql<RuleRow[]>`
    ${findRules(sql)} WHERE r.id = ${id} AND r.workspace_id = ${workspaceId} AND r.agent_id = ${agent}`
  if (!row) throw notFound('rule')
  return row
}

export async function addRule(
  context: ProactiveContext,
  actor: Actor,
  agent: string,
  given: ProactiveRuleWrite
): Promise<ProactiveRule> {
  const id = newUuid(context.random)
  const now = context.clock()
  return inAgent(context, actor.workspaceId, agent, async tx => {
    const [{ rules, last } = { rules: 0, last: 0 }] = await tx<{ rules: number; last: number }[]>`
      SELECT count(*)::int AS rules, coalesce(max(position), 0) AS last FROM proactive_rules WHERE agent_id = ${agent}`
    if (rules >= proactiveLimits.rulesPerAgent)
      throw new AppError(
        'conflict',
        `An agent has at most ${proactiveLimits.rulesPerAgent} messages. Delete one first.`
      )
    const rule = await checked(tx, actor.workspaceId, given)
    await tx`
      INSERT INTO proactive_rules (id, workspace_id, agent_id, name, message, author_id, conditions, frequency, hours,
        active_from, active_to, enabled, position, created_at, updated_at)
      VALUES (${id}, ${actor.workspaceId}, ${agent}, ${rule.name}, ${rule.message}, ${rule.authorId}, ${json(tx, rule.conditions)},
        ${json(tx, rule.frequency)}, ${json(tx, rule.hours)}, ${rule.activeFrom}, ${rule.activeTo}, ${rule.enabled}, ${last + 1},
        ${now}, ${now})`
    const { name, enabled } = rule
    await context.audit(actor, 'message_rule.created', toPublic('prl', id), { name, enabled }, tx)
    return shownRule(await ruleIn(tx, actor.workspaceId, agent, id))
  })
}

export async function changeRule(
  context: ProactiveContext,
  actor: Actor,
  agent: string,
  id: string,
  change: ProactiveRuleChange
): Promise<ProactiveRule> {
  return inAgent(context, actor.workspaceId, agent, async tx => {
    const before = written(shownRule(await ruleIn(tx, actor.workspaceId, agent, id)))
    const rule = await checked(tx, actor.workspaceId, { ...before, ...change })
    await tx`
      UPDATE proactive_rules SET name = ${rule.name}, message = ${rule.message}, author_id = ${rule.authorId},
        conditions = ${json(tx, rule.conditions)}, frequency = ${json(tx, rule.frequency)}, hours = ${json(tx, rule.hours)},
        active_from = ${rule.activeFrom}, active_to = ${rule.activeTo}, enabled = ${rule.enabled}, updated_at = ${context.clock()}
      WHERE id = ${id}`
    const after = shownRule(await ruleIn(tx, actor.workspaceId, agent, id))
    const detail = { before: before as JSONValue, after: written(after) as JSONValue }
    await context.audit(actor, 'message_rule.changed', toPublic('prl', id), detail, tx)
    return after
  })
}

export async function removeRule(context: ProactiveContext, actor: Actor, agent: string, id: string): Promise<void> {
  await inAgent(context, actor.workspaceId, agent, async tx => {
    const before = written(shownRule(await ruleIn(tx, actor.workspaceId, agent, id)))
    await tx`DELETE FROM proactive_rules WHERE id = ${id}`
    await context.audit(actor, 'message_rule.deleted', toPublic('prl', id), { before: before as JSONValue }, tx)
  })
}

/** All of them, in the order they are to be tried from now on. */
export async function orderRules(
  context: ProactiveContext,
  actor: Actor,
  agent: string,
  ids: string[]
): Promise<ProactiveRules> {
  return inAgent(context, actor.workspaceId, agent, async tx => {
    const before = await listRules(tx, actor.workspaceId, agent)
    const known = before.items.map(rule => rule.id)
    if (ids.length !== known.length || known.some(id => !ids.includes(id)))
      throw new AppError('conflict', 'The messages have changed meanwhile. Load them again and sort once more.', {
        field: 'ids'
      })
    await tx`
      UPDATE proactive_rules r SET position = o.position
      FROM unnest(${ids.map(toUuid)}::uuid[], ${ids.map((_, index) => index + 1)}::int[]) AS o (id, position)
      WHERE r.id = o.id AND r.agent_id = ${agent}`
    const after = await listRules(tx, actor.workspaceId, agent)
    const names = (rules: ProactiveRules) => rules.items.map(rule => rule.name)
    const detail = { before: { order: names(before) }, after: { order: names(after) } }
    await context.audit(actor, 'message_rules.ordered', toPublic('agt', agent), detail, tx)
    return after
  })
}

export async function changeSettings(
  context: ProactiveContext,
  actor: Actor,
  agent: string,
  change: Partial<ProactiveSettings>
): Promise<ProactiveSettings> {
  return inAgent(context, actor.workspaceId, agent, async tx => {
    const before = await settingsOf(tx, agent)
    const after = { ...before, ...change }
    await tx`
      INSERT INTO proactive_settings (agent_id, workspace_id, per_day, quiet_days)
      VALUES (${agent}, ${actor.workspaceId}, ${after.perDay}, ${after.quietDays})
      ON CONFLICT (agent_id) DO UPDATE SET per_day = excluded.per_day, quiet_days = excluded.quiet_days`
    await context.audit(actor, 'message_rules.settings_changed', toPublic('agt', agent), { before, after }, tx)
    return after
  })
}

const written = (rule: ProactiveRule): ProactiveRuleWrite => {
  const { name, message, authorId, conditions, frequency, hours, activeFrom, activeTo, enabled } = rule
  return { name, message, authorId, conditions, frequency, hours, activeFrom, activeTo, enabled }
}

/** PostgreSQL takes neither NUL nor half a surrogate pair, wherever in a condition it hides. */
const json = (tx: Tx, value: unknown) =>
  value === null || value === undefined ? null : tx.json(JSON.parse(storableJson(JSON.stringify(value))) as JSONValue)

/** What a schema cannot say: each complaint names its field and what to do. */
async function checked(sql: ISql, workspaceId: string, given: ProactiveRuleWrite) {
  given.conditions.forEach((condition, index) => {
    checkCondition(condition, `conditions.${index}`)
  })
  for (const kind of ['timeOnPage', 'timeOnSite', 'scroll', 'cart', 'known', 'talked', 'visits'] as const)
    if (given.conditions.filter(condition => condition.kind === kind).length > 1)
      throw new AppError('invalid', 'Two conditions say the same of different amounts. Keep one of them.', {
        field: 'conditions'
      })
  await assertSegments(sql, workspaceId, given.conditions)
  const instant = (text: string | null | undefined) => (text ? new Date(text) : null)
  const activeFrom = instant(given.activeFrom)
  const activeTo = instant(given.activeTo)
  if (activeFrom && activeTo && activeTo <= activeFrom)
    throw new AppError('invalid', 'It ends before it begins. Choose a later end.', { field: 'activeTo' })
  if (given.hours && given.hours.from === given.hours.to)
    throw new AppError('invalid', 'These hours begin and end at the same time. Leave them out for the whole day.', {
      field: 'hours'
    })
  const name = storableText(given.name).trim()
  const message = storableText(given.message).trim()
  if (name === '') throw new AppError('invalid', 'Give it a name.', { field: 'name' })
  if (message === '') throw new AppError('invalid', 'Write the message.', { field: 'message' })
  return {
    ...given,
    name,
    message,
    authorId: given.authorId ? await memberIn(sql, workspaceId, toUuid(given.authorId)) : null,
    hours: given.hours ?? null,
    activeFrom,
    activeTo
  }
}

function checkCondition(condition: ProactiveCondition, field: string): void {
  const values = condition.kind === 'event' ? (condition.where ?? []) : condition.kind === 'trait' ? [condition] : []
  for (const { op, value } of values) {
    if (op === 'exists') continue
    if (value === undefined) throw new AppError('invalid', 'Say what it is compared with.', { field: `${field}.value` })
    if ((op === 'atLeast' || op === 'atMost') && !Number.isFinite(Number(value)))
      throw new AppError('invalid', `"${String(value).slice(0, 40)}" is no number to compare with.`, {
        field: `${field}.value`
      })
  }
}

async function assertSegments(sql: ISql, workspaceId: string, conditions: readonly ProactiveCondition[]) {
  for (const [index, condition] of conditions.entries()) {
    if (condition.kind !== 'segment') continue
    // Locked, so that it is not deleted before this rule, which then names it, is there to be seen.
    const [row] = await sql`
      SELECT 1 FROM segments WHERE id = ${toUuid(condition.segment)} AND workspace_id = ${workspaceId} FOR KEY SHARE`
    if (!row)
      throw new AppError('invalid', 'There is no such segment. Choose one that is there.', {
        field: `conditions.${index}.segment`
      })
  }
}

async function memberIn(sql: ISql, workspaceId: string, id: string): Promise<string> {
  const [row] = await sql`SELECT 1 FROM members WHERE id = ${id} AND workspace_id = ${workspaceId}`
  if (!row)
    throw new AppError('invalid', 'Whoever it should come from is no member of this workspace.', { field: 'authorId' })
  return id
}
