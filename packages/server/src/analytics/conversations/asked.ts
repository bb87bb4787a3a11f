import { type ConversationsQuestion, type Filter, type OneFilter, operatorOf } from '@foyer/protocol'
import type { Fragment, ISql, TransactionSql } from 'postgres'
import { AppError, toUuid } from '../../http/index.ts'
import type { Span } from '../language/moments.ts'

/** What a conversation holds of its visitor that may be asked for, as it was when it began. */
const columns = ['country', 'region', 'city', 'browser', 'os', 'device'] as const
const operators = ['is', 'isNot', 'contains', 'notContains', 'isSet', 'isNotSet'] as const

const within = (sql: ISql, column: string, { fromMs, toMs }: Pick<Span, 'fromMs' | 'toMs'>) =>
  sql`(c.${sql(column)} >= ${new Date(fromMs)} AND c.${sql(column)} < ${new Date(toMs)})`

/**
 * One row for each conversation that was started, resolved or rated in the span, with what of it counts. A conversation in the playground
 * is nobody's, and one that was merged into another is that other one.
 */
export function conversationsIn(
  sql: TransactionSql,
  workspaceId: string,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  question: ConversationsQuestion
): Fragment {
  const isStarted = within(sql, 'created_at', span)
  const isResolved = sql`(c.status = 'resolved' AND ${within(sql, 'resolved_at', span)})`
  const isRated = sql`(c.rating IS NOT NULL AND ${within(sql, 'rated_at', span)})`
  return sql`
    SELECT c.id, c.created_at, c.resolved_at, c.source, coalesce(c.country, '') AS country, c.assignee_id, c.rating,
      ${isStarted} AS started, ${isResolved} AS resolved, ${isRated} AS rated,
      CASE WHEN ${isStarted} THEN extract(epoch FROM c.first_reply_at - c.created_at)::float8 END AS first_reply,
      CASE WHEN ${isResolved} THEN extract(epoch FROM c.resolved_at - c.created_at)::float8 END AS resolution,
      CASE WHEN NOT ${isStarted} THEN '' WHEN c.first_reply_at IS NOT NULL THEN 'team'
        WHEN EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.author = 'responder'
          AND m.detail ? 'responder' AND NOT m.detail ? 'handedOver') THEN 'responder'
        WHEN EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.author = 'visitor')
          THEN 'nobody' ELSE '' END AS answered_by
    FROM conversations c
    WHERE c.workspace_id = ${workspaceId} AND c.visitor_id IS NOT NULL AND c.merged_into IS NULL
      AND (${isStarted} OR ${isResolved} OR ${isRated}) ${asked(sql, question)}`
}

function asked(sql: ISql, { agentId, source, assignee, filters = [], bots }: ConversationsQuestion): Fragment {
  if (bots === 'only')
    throw new AppError('invalid', 'bots: programs hold no conversations. Leave it out.', { field: 'bots' })
  const conditions = [
    agentId === undefined ? sql`` : sql`AND c.agent_id = ${toUuid(agentId)}`,
    source === undefined ? sql`` : sql`AND c.source = ${source}`,
    assignee === undefined ? sql`` : assigned(sql, assignee),
    ...filters.map((filter, index) => sql`AND ${oneOf(sql, filter, `filters.${index}`)}`)
  ]
  return conditions.reduce((all, one) => sql`${all} ${one}`, sql``)
}

function assigned(sql: ISql, assignee: string): Fragment {
  if (assignee === 'none') return sql`AND c.assignee_id IS NULL`
  if (!/^mem_[0-9a-f]{32}$/.test(assignee))
    throw new AppError('invalid', 'assignee must be the id of a member (mem_…), or none.', { field: 'assignee' })
  return sql`AND c.assignee_id = ${toUuid(assignee)}`
}

/** A condition, or alternatives of which each is some that hold together. */
function oneOf(sql: ISql, filter: Filter, at: string): Fragment {
  if (!('any' in filter)) return condition(sql, filter, at)
  const members = filter.any.map((member, index) => {
    const place = `${at}.any.${index}`
    if (!('all' in member)) return condition(sql, member, place)
    const parts = member.all.map((part, number) => condition(sql, part, `${place}.all.${number}`))
    return parts.reduce((all, part) => sql`${all} AND ${part}`, sql`true`)
  })
  return sql`(${members.reduce((all, member) => sql`${all} OR (${member})`, sql`false`)})`
}

function condition(sql: ISql, filter: OneFilter, at: string): Fragment {
  if (!('property' in filter))
    throw new AppError('invalid', `${at} must be a condition on one of ${columns.join(', ')}.`, { field: at })
  const { property, op = 'is', value } = filter
  const column = columns.find(known => known === property)
  if (!column)
    throw new AppError('invalid', `${at}.property must be one of ${columns.join(', ')} here.`, {
      field: `${at}.property`
    })
  const operator = operators.find(known => known === operatorOf(op))
  if (!operator)
    throw new AppError('invalid', `${at}.op must be one of ${operators.join(', ')} here.`, { field: `${at}.op` })
  const known = sql`coalesce(c.${sql(column)}, '')`
  if (operator === 'isSet') return sql`${known} <> ''`
  if (operator === 'isNotSet') return sql`${known} = ''`
  if (value === undefined) throw new AppError('invalid', `${at}.value is missing.`, { field: `${at}.value` })
  const values = (Array.isArray(value) ? value : [value]).map(String)
  const isAny =
    operator === 'is' || operator === 'isNot'
      ? sql`${known} = ANY(${values}::text[])`
      : sql`EXISTS (SELECT 1 FROM unnest(${values}::text[]) part WHERE position(lower(part) IN lower(${known})) > 0)`
  return operator === 'is' || operator === 'contains' ? isAny : sql`NOT ${isAny}`
}
