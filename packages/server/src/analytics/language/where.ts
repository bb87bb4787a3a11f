import type { BotChoice, Condition, Did, EventChoice, Filter, InSegment, OneFilter } from '@foyer/protocol'
import { sentEventTypes } from '@foyer/protocol'
import { AppError, toUuid } from '../../http/index.ts'
import { visitsThat } from '../visits/visits-that.ts'
import { conditionSql, instantSql } from './condition.ts'
import { fieldOf, propertyText } from './fields.ts'
import type { Span } from './moments.ts'
import type { Query } from './query.ts'
import { aroundVisits, type Scope, spanSql, type TraitAsked } from './span.ts'
import { personKey, visitKey } from './who.ts'

export { aroundVisits, type Scope, spanSql, type TraitAsked }

const dayMs = 86_400_000
export const botSqls: Record<BotChoice, string> = { without: `bot = ''`, with: '', only: `bot != ''` }

/** All that a question says of events: span, bots, agent and filters, as one condition. */
export function eventsWhere(
  query: Query,
  scope: Scope,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  asked: { filters?: readonly Filter[]; bots?: BotChoice; agentId?: string }
): string {
  const parts = [
    spanSql(query, scope, span),
    botSqls[asked.bots ?? 'without'],
    asked.agentId === undefined ? '' : `agent = ${query.bind(toUuid(asked.agentId), 'UUID')}`,
    filtersSql(query, scope, asked.filters ?? [], span)
  ]
  return parts.filter(part => part !== '').join(' AND ')
}

/** Conditions on each event, '' where there is none. The span bounds what has to be read for those on whole visits. */
export function filtersSql(
  query: Query,
  scope: Scope,
  filters: readonly Filter[],
  span: Pick<Span, 'fromMs' | 'toMs'>,
  where = 'filters'
): string {
  const one = (filter: OneFilter, at: string) => filterSql(query, scope, filter, span, at)
  return filters
    .map((filter, index) => {
      const at = `${where}.${index}`
      if (!('any' in filter)) return one(filter, at)
      const members = filter.any.map((member, place) =>
        'all' in member
          ? `(${member.all.map((part, inner) => one(part, `${at}.any.${place}.all.${inner}`)).join(' AND ')})`
          : one(member, `${at}.any.${place}`)
      )
      return `(${members.join(' OR ')})`
    })
    .join(' AND ')
}

function filterSql(
  query: Query,
  scope: Scope,
  filter: OneFilter,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  at: string
): string {
  if ('did' in filter) {
    const { rows: _, ...ofEvents } = scope
    return `${personKey(query, scope.workspaceNumber, scope.joins)} ${didSql(query, ofEvents, filter, at)}`
  }
  if ('segment' in filter) return segmentSql(query, scope, filter, at)
  return onEvent(query, scope, filter, span, at)
}

const segmentSql = (query: Query, scope: Scope, filter: InSegment, at: string) =>
  `${personKey(query, scope.workspaceNumber, scope.joins)} ${filter.not ? 'NOT IN' : 'IN'} (${scope.segmentSet(query, filter.segment, at)})`

/** A condition of one event, of its visit or of its person. */
export function onEvent(
  query: Query,
  scope: Scope,
  condition: Condition,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  at: string
): string {
  const field = fieldOf(condition.property, `${at}.property`)
  switch (field.level) {
    case 'event':
      return field.kind === 'instant'
        ? instantSql(query, field.sql, condition, at, scope.timezone)
        : conditionSql(query, field.sql, condition, at, scope.timezone)
    case 'property':
      return conditionSql(query, propertyText(query, field.path), condition, at, scope.timezone)
    case 'visit':
      if (scope.rows === 'alone') return conditionSql(query, field.rowSql, condition, at, scope.timezone)
      return `${visitKey} IN (${visitsThat(query, scope, aroundVisits(span), field, of => conditionSql(query, of, condition, at, scope.timezone))})`
    case 'trait':
      return scope.traitFits(
        query,
        { condition, key: field.key, where: at, timezone: scope.timezone },
        personKey(query, scope.workspaceNumber, scope.joins)
      )
  }
}

const timesSigns = { atLeast: '>=', atMost: '<=', exactly: '=' } as const

/** `IN (…)` or `NOT IN (…)`: the people who did, or did not, as a set. Whoever never did it has done it nought times. */
export function didSql(query: Query, scope: Scope, filter: Did, at: string): string {
  const { op, count } = filter.times ?? { op: 'atLeast' as const, count: 1 }
  const span = {
    fromMs: filter.withinDays === undefined ? 0 : scope.nowMs - filter.withinDays * dayMs,
    toMs: scope.nowMs + dayMs
  }
  const includesNever = op === 'atMost' || count === 0
  const sign = includesNever && op === 'exactly' ? '!=' : includesNever && op === 'atMost' ? '>' : timesSigns[op]
  if (op === 'atLeast' && count === 0)
    throw new AppError('invalid', `${at}.times.count must be 1 or more: everybody did it at least nought times.`, {
      field: `${at}.times.count`
    })
  const people = `SELECT ${personKey(query, scope.workspaceNumber, scope.joins)} AS who FROM events
    WHERE ${spanSql(query, scope, span)} AND ${choiceSql(query, scope, filter.did, span, `${at}.did`)}
    GROUP BY who HAVING count() ${sign} ${query.bind(count, 'UInt32')}`
  const isOutside = includesNever !== (filter.not === true)
  return `${isOutside ? 'NOT IN' : 'IN'} (${people})`
}

const types: readonly string[] = [...sentEventTypes, 'conversation']

/** Which events a step, a metric or a behaviour means. A name that is no type is the name of a tracked event or of a turn of a conversation. */
export function choiceSql(
  query: Query,
  scope: Scope,
  choice: EventChoice,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  at: string
): string {
  const isType = types.includes(choice.event)
  const parts = isType
    ? [`type = ${query.bind(choice.event, 'String')}`]
    : [`type IN ('track', 'conversation', 'screen', 'group')`, `name = ${query.bind(choice.event, 'String')}`]
  if (choice.name !== undefined && choice.name !== '' && isType)
    // A page is named by its path, everything else by its name.
    parts.push(`${choice.event === 'page' ? 'path' : 'name'} = ${query.bind(choice.name, 'String')}`)
  for (const [index, condition] of (choice.where ?? []).entries())
    parts.push(onEvent(query, scope, condition, span, `${at}.where.${index}`))
  return `(${parts.join(' AND ')})`
}
