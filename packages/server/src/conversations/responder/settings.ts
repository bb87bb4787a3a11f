import type { ResponderChange, ResponderKind, ResponderSettings } from '@foyer/protocol'
import { type Actor, AppError, notFound, toPublic } from '../../http/index.ts'
import { storableText } from '../../identity/index.ts'
import type { ConversationsContext, ISql, Tx } from '../context.ts'

/** As the store keeps it: secrets sealed. */
export type ResponderRow = {
  kind: ResponderKind
  name: string
  fallback: string | null
  baseUrl: string
  model: string
  apiKey: Buffer | null
  instructions: string
  maxTokens: number
  tokensADay: number | null
  modelSeconds: number
  webhookUrl: string
  webhookSecret: Buffer | null
  webhookSeconds: number
  confidenceBelow: number
  phrases: string[]
  afterAnswers: number | null
}

const standard: Omit<ResponderRow, 'kind'> = {
  name: 'Assistant',
  fallback: null,
  baseUrl: 'https://api.openai.com/v1',
  model: '',
  apiKey: null,
  instructions: '',
  maxTokens: 600,
  tokensADay: null,
  modelSeconds: 30,
  webhookUrl: '',
  webhookSecret: null,
  webhookSeconds: 15,
  confidenceBelow: 0.45,
  phrases: [],
  afterAnswers: null
}

export async function responderOf(sql: ISql, agentId: string): Promise<ResponderRow> {
  const [row] = await sql<ResponderRow[]>`
    SELECT kind, name, fallback, base_url AS "baseUrl", model, api_key AS "apiKey", instructions, max_tokens AS "maxTokens",
      tokens_a_day AS "tokensADay", model_seconds AS "modelSeconds", webhook_url AS "webhookUrl", webhook_secret AS "webhookSecret",
      webhook_seconds AS "webhookSeconds", confidence_below::float8 AS "confidenceBelow", phrases, after_answers AS "afterAnswers"
    FROM responders WHERE agent_id = ${agentId}`
  // A float4 in the store; 0.45 is shown as it was written.
  if (row) return { ...row, confidenceBelow: Math.round(row.confidenceBelow * 10_000) / 10_000 }
  const [unset] = await sql<{ kind: ResponderKind }[]>`SELECT kind FROM who_answers WHERE agent_id = ${agentId}`
  return { ...standard, kind: unset?.kind ?? 'none' }
}

export async function agentIn(sql: ISql, workspaceId: string, agentId: string): Promise<void> {
  const rows = await sql`
    SELECT 1 FROM agents WHERE id = ${agentId} AND workspace_id = ${workspaceId} AND deleted_at IS NULL`
  if (rows.length === 0) throw notFound('agent')
}

/** Behind the agent's own row: two who change different things at once keep both, since each reads what it does not change. */
async function agentHeld(tx: Tx, workspaceId: string, agentId: string): Promise<void> {
  const rows = await tx`
    SELECT 1 FROM agents WHERE id = ${agentId} AND workspace_id = ${workspaceId} AND deleted_at IS NULL FOR NO KEY UPDATE`
  if (rows.length === 0) throw notFound('agent')
}

export const shownSettings = (row: ResponderRow): ResponderSettings => ({
  kind: row.kind,
  name: row.name,
  ...(row.fallback === null ? {} : { fallback: row.fallback }),
  openai: {
    baseUrl: row.baseUrl,
    model: row.model,
    hasKey: row.apiKey !== null,
    instructions: row.instructions,
    maxTokens: row.maxTokens,
    ...(row.tokensADay === null ? {} : { tokensADay: row.tokensADay }),
    timeoutSeconds: row.modelSeconds
  },
  webhook: { url: row.webhookUrl, hasSecret: row.webhookSecret !== null, timeoutSeconds: row.webhookSeconds },
  handOver: {
    confidenceBelow: row.confidenceBelow,
    phrases: row.phrases,
    ...(row.afterAnswers === null ? {} : { afterAnswers: row.afterAnswers })
  }
})

export async function changeResponder(
  context: ConversationsContext,
  actor: Actor,
  agentId: string,
  change: ResponderChange
): Promise<ResponderSettings> {
  const { row, isOff } = (await context.sql.begin(async tx => {
    await agentHeld(tx, actor.workspaceId, agentId)
    const before = await responderOf(tx, agentId)
    const after = changed(context, agentId, before, change)
    assertComplete(after, context.allowPrivateDestinations)
    await write(tx, actor.workspaceId, agentId, after)
    const isOff = after.kind === 'none' && before.kind !== 'none'
    if (isOff) await leaveToTeam(tx, agentId)
    const detail = { before: told(before), after: told(after) }
    await context.audit(actor, 'agent.responder_changed', toPublic('agt', agentId), detail, tx)
    return { row: after, isOff }
  })) as { row: ResponderRow; isOff: boolean }
  if (isOff) context.waitingIn(actor.workspaceId)
  return shownSettings(row)
}

/** What the trail remembers: no secret, and not what was instructed at length. */
const told = (row: ResponderRow) => {
  const { kind, name, baseUrl, model, tokensADay, webhookUrl, confidenceBelow, afterAnswers } = row
  return {
    kind,
    name,
    baseUrl,
    model,
    hasKey: row.apiKey !== null,
    tokensADay,
    webhookUrl,
    confidenceBelow,
    afterAnswers
  }
}

function changed(
  context: ConversationsContext,
  agentId: string,
  before: ResponderRow,
  { openai = {}, webhook = {}, handOver = {}, ...change }: ResponderChange
): ResponderRow {
  const text = (value: string | undefined, known: string) => (value === undefined ? known : storableText(value).trim())
  const { apiKey } = openai
  const baseUrl = text(openai.baseUrl, before.baseUrl).replace(/\/+$/, '')
  const isElsewhere = originOf(baseUrl) !== originOf(before.baseUrl)
  return {
    kind: change.kind ?? before.kind,
    name: text(change.name, before.name),
    fallback: change.fallback === undefined ? before.fallback : storableText(change.fallback ?? '').trim() || null,
    baseUrl,
    model: text(openai.model, before.model),
    // A key belongs to where it was given for: whoever changes the address does not get to read it there.
    apiKey:
      apiKey === undefined
        ? isElsewhere
          ? null
          : before.apiKey
        : apiKey === null
          ? null
          : context.vault.seal(apiKey, keyOwner(agentId)),
    instructions: text(openai.instructions, before.instructions),
    maxTokens: openai.maxTokens ?? before.maxTokens,
    tokensADay: openai.tokensADay === undefined ? before.tokensADay : openai.tokensADay,
    modelSeconds: openai.timeoutSeconds ?? before.modelSeconds,
    webhookUrl: text(webhook.url, before.webhookUrl),
    webhookSecret: before.webhookSecret,
    webhookSeconds: webhook.timeoutSeconds ?? before.webhookSeconds,
    confidenceBelow: handOver.confidenceBelow ?? before.confidenceBelow,
    phrases: handOver.phrases?.map(phrase => storableText(phrase).trim()).filter(Boolean) ?? before.phrases,
    afterAnswers: handOver.afterAnswers === undefined ? before.afterAnswers : handOver.afterAnswers
  }
}

const originOf = (url: string) => URL.parse(url)?.origin
export const keyOwner = (agentId: string) => `${agentId} model key`
export const secretOwner = (agentId: string) => `${agentId} responder webhook`

/** Nothing is switched on that cannot work, and no key goes out unencrypted. */
function assertComplete(row: ResponderRow, allowPlain: boolean): void {
  const isWeb = (url: string) => {
    const { protocol, username } = URL.parse(url) ?? { protocol: '', username: '' }
    return username === '' && (protocol === 'https:' || (protocol === 'http:' && allowPlain))
  }
  const invalid = (field: string, message: string) => new AppError('invalid', message, { field })
  if (row.baseUrl !== '' && !isWeb(row.baseUrl))
    throw invalid('openai.baseUrl', 'Write the address of the API, such as https://api.openai.com/v1.')
  if (row.webhookUrl !== '' && !isWeb(row.webhookUrl))
    throw invalid('webhook.url', 'Write an https:// address that takes questions, such as https://shop.example/answer.')
  if (row.kind === 'openai' && row.baseUrl === '')
    throw invalid('openai.baseUrl', 'Write the address of the API first, such as https://api.openai.com/v1.')
  if (row.kind === 'openai' && row.model === '')
    throw invalid('openai.model', 'Write which model answers, as its provider calls it.')
  if (row.kind === 'webhook' && row.webhookUrl === '')
    throw invalid('webhook.url', 'Write the address that takes questions first.')
}

async function write(tx: Tx, workspaceId: string, agentId: string, row: ResponderRow): Promise<void> {
  await tx`
    INSERT INTO responders (agent_id, workspace_id, kind, name, fallback, base_url, model, api_key, instructions, max_tokens,
      tokens_a_day, model_seconds, webhook_url, webhook_secret, webhook_seconds, confidence_below, phrases, after_answers)
    VALUES (${agentId}, ${workspaceId}, ${row.kind}, ${row.name}, ${row.fallback}, ${row.baseUrl}, ${row.model}, ${row.apiKey},
      ${row.instructions}, ${row.maxTokens}, ${row.tokensADay}, ${row.modelSeconds}, ${row.webhookUrl}, ${row.webhookSecret}, ${row.webhookSeconds},
      ${row.confidenceBelow}, ${row.phrases}, ${row.afterAnswers})
    ON CONFLICT (agent_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, fallback = excluded.fallback,
      base_url = excluded.base_url, model = excluded.model, api_key = excluded.api_key, instructions = excluded.instructions,
      max_tokens = excluded.max_tokens, tokens_a_day = excluded.tokens_a_day, model_seconds = excluded.model_seconds, webhook_url = excluded.webhook_url,
      webhook_secret = excluded.webhook_secret, webhook_seconds = excluded.webhook_seconds,
      confidence_below = excluded.confidence_below, phrases = excluded.phrases, after_answers = excluded.after_answers`
}

/** Whoever waits for an answer that will not be written waits for the team, since they asked. */
async function leaveToTeam(tx: Tx, agentId: string): Promise<void> {
  await tx`
    UPDATE conversations c SET waiting_since = coalesce(c.waiting_since, q.asked_at) FROM questions q
    WHERE q.conversation_id = c.id AND c.agent_id = ${agentId}`
  await tx`DELETE FROM questions q USING conversations c WHERE c.id = q.conversation_id AND c.agent_id = ${agentId}`
  await tx`
    UPDATE conversations c SET answered_by = 'team', unread = (SELECT count(*) FROM messages m
      WHERE m.conversation_id = c.id AND m.author = 'visitor' AND m.kind = 'message' AND m.seq > c.team_read)
    WHERE c.agent_id = ${agentId} AND c.answered_by = 'responder'`
}

/** A new one; the one before ends at once. In the form that libraries for standard webhooks take. */
export async function newWebhookSecret(
  context: ConversationsContext,
  actor: Actor,
  agentId: string
): Promise<{ secret: string }> {
  const secret = `whsec_${Buffer.from(context.random(32)).toString('base64')}`
  await context.sql.begin(async tx => {
    await agentHeld(tx, actor.workspaceId, agentId)
    const before = await responderOf(tx, agentId)
    await write(tx, actor.workspaceId, agentId, {
      ...before,
      webhookSecret: context.vault.seal(secret, secretOwner(agentId))
    })
    await context.audit(actor, 'agent.responder_secret_made', toPublic('agt', agentId), {}, tx)
  })
  return { secret }
}
