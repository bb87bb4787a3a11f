import type { BotChoice, Filter, OneFilter } from '@foyer/protocol'
import { fieldOf } from './fields.ts'
import type { Span } from './moments.ts'
import type { Query } from './query.ts'
import { eventsWhere, filtersSql, type Scope } from './where.ts'
import { visitKey } from './who.ts'

export type VisitsAsked = { filters?: readonly Filter[]; bots?: BotChoice; agentId?: string }

/**
 * Events of the visits that a question keeps: those in which one event meets all conditions. So what is said of a visit (how long it was, how
 * many pages it had) stays that of the whole visit.
 */
export function keptVisitsWhere(
  query: Query,
  scope: Scope,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  asked: VisitsAsked
): string {
  const { filters: _, ...rest } = asked
  const all = eventsWhere(query, scope, span, rest)
  if (!asked.filters?.length) return all
  return `${all} AND ${visitKey} IN (SELECT ${visitKey} FROM events WHERE ${eventsWhere(query, scope, span, asked)})`
}

/** What a visitor does; a turn of a conversation may be the team's, days later. */
export const isOwnDoing = `type != 'conversation'`

const happenings: readonly string[] = ['event', 'type', 'name']
const placesOnSite: readonly string[] = ['path', 'page', 'host', 'url', 'query', 'title']

/**
 * Which pages (or tracked events) of a kept visit are counted: those that meet the conditions that can be about one. "Has ordered" keeps
 * visits and leaves their pages as they are; "on /pricing" counts that page alone.
 */
export function countedSql(
  query: Query,
  scope: Scope,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  filters: readonly Filter[] | undefined,
  counted: 'pages' | 'events'
): string {
  const isForeign = (filter: OneFilter) =>
    'property' in filter &&
    (counted === 'events'
      ? placesOnSite.includes(filter.property)
      : happenings.includes(filter.property) || fieldOf(filter.property, 'filters').level === 'property')
  const own = (filters ?? []).filter(filter => {
    if (!('any' in filter)) return !isForeign(filter)
    return !filter.any.some(member => ('all' in member ? member.all.some(isForeign) : isForeign(member)))
  })
  return own.length === 0 ? 'true' : filtersSql(query, scope, own, span)
}
