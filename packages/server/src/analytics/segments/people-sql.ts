import type { Condition, Did, Filter, OneFilter, Operator, SegmentRule } from '@foyer/protocol'
import { operatorOf } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { fieldOf } from '../language/fields.ts'
import type { Query } from '../language/query.ts'
import { choiceSql, onEvent, type Scope, spanSql } from '../language/where.ts'
import { personKey } from '../language/who.ts'

const dayMs = 86_400_000

/** What puts the part of a rule that names a place in a funnel into SQL. */
export type PositionSql = (
  query: Query,
  scope: Scope,
  rule: NonNullable<SegmentRule['position']>,
  where: string
) => string

/** Something that is counted over the events of each person: which events, and from when on. */
type Counted = { events: string; sinceMs: number }
type Building = {
  query: Query
  scope: Scope
  counted: Counted[]
  sinceMs: number
}

/**
 * The keys (`who`) of the people a rule means. All that is asked of events is counted in one reading of them. Bots are never people of a
 * segment, and neither is who has done nothing.
 */
export function segmentPeopleSql(
  query: Query,
  scope: Scope,
  rule: SegmentRule,
  position: PositionSql,
  where = 'rule'
): string {
  const building: Building = { query, scope, counted: [], sinceMs: sinceOf(scope, rule.withinDays) }
  const musts = rule.filters.map((filter, index) => oneOrAny(building, filter, `${where}.filters.${index}`))
  if (rule.position)
    musts.push({ sql: `who IN (${position(query, scope, rule.position, `${where}.position`)})`, needs: false })
  const { counted } = building
  const counts = counted.map(({ events, sinceMs }, index) => {
    const since = sinceMs > 0 ? ` AND time >= fromUnixTimestamp64Milli(${query.bind(sinceMs, 'Int64')})` : ''
    return `, countIf(${events}${since}) AS count${index}`
  })
  // Somebody who must have done one of these is seen by reading them alone: what others count of them is among them.
  const isNarrow = musts.some(must => must.needs)
  const fromMs = isNarrow ? Math.min(...counted.map(({ sinceMs }) => sinceMs)) : 0
  const only = isNarrow ? ` AND (${counted.map(({ events }) => `(${events})`).join(' OR ')})` : ''
  const span = { fromMs, toMs: scope.nowMs + dayMs }
  return `SELECT who FROM (
      SELECT ${personKey(query, scope.workspaceNumber, scope.joins)} AS who${counts.join('')}
      FROM events WHERE ${spanSql(query, scope, span)} AND bot = ''${only} GROUP BY who)
    WHERE ${musts.map(({ sql }) => sql).join(' AND ') || 'true'}`
}

const sinceOf = (scope: Scope, days: number | undefined) => (days === undefined ? 0 : scope.nowMs - days * dayMs)

/** `needs`: nobody is in who has done none of what is counted. */
type Must = { sql: string; needs: boolean }

function oneOrAny(building: Building, filter: Filter, at: string): Must {
  if (!('any' in filter)) return one(building, filter, at)
  const members = filter.any.map((member, index) => {
    const here = `${at}.any.${index}`
    if (!('all' in member)) return one(building, member, here)
    const parts = member.all.map((part, inner) => one(building, part, `${here}.all.${inner}`))
    return { sql: `(${parts.map(part => part.sql).join(' AND ')})`, needs: parts.some(part => part.needs) }
  })
  return {
    sql: `(${members.map(member => member.sql).join(' OR ')})`,
    needs: members.every(member => member.needs)
  }
}

function one(building: Building, filter: OneFilter, at: string): Must {
  const { query, scope } = building
  if ('segment' in filter)
    return {
      sql: `who ${filter.not ? 'NOT IN' : 'IN'} (${scope.segmentSet(query, filter.segment, at)})`,
      needs: false
    }
  if ('did' in filter) return did(building, filter, at)
  const field = fieldOf(filter.property, `${at}.property`)
  if (field.level === 'trait') {
    const asked = { condition: filter, key: field.key, where: at, timezone: scope.timezone }
    return { sql: scope.traitFits(query, asked, 'who'), needs: false }
  }
  return onAnyEvent(building, filter, at)
}

const opposites: Partial<Record<Operator, Operator>> = {
  isNot: 'is',
  notContains: 'contains',
  notMatches: 'matches',
  isNotSet: 'isSet'
}

/** "Country is not PT" is said of a person of whom no event is from there. */
function onAnyEvent(building: Building, condition: Condition, at: string): Must {
  const opposite = opposites[operatorOf(condition.op ?? 'is')]
  const span = { fromMs: building.sinceMs, toMs: building.scope.nowMs + dayMs }
  const asked = opposite === undefined ? condition : { ...condition, op: opposite }
  const name = count(building, onEvent(building.query, building.scope, asked, span, at), building.sinceMs)
  return opposite === undefined ? { sql: `${name} > 0`, needs: true } : { sql: `${name} = 0`, needs: false }
}

const signs = { atLeast: '>=', atMost: '<=', exactly: '=' } as const

function did(building: Building, { did: choice, times, withinDays, not }: Did, at: string): Must {
  const { query, scope } = building
  const { op, count: often } = times ?? { op: 'atLeast' as const, count: 1 }
  if (op === 'atLeast' && often === 0)
    throw new AppError('invalid', `${at}.times.count must be 1 or more: everybody did it at least nought times.`, {
      field: `${at}.times.count`
    })
  const sinceMs = sinceOf(scope, withinDays)
  const span = { fromMs: sinceMs, toMs: scope.nowMs + dayMs }
  const name = count(building, choiceSql(query, scope, choice, span, `${at}.did`), sinceMs)
  const holds = `${name} ${signs[op]} ${query.bind(often, 'UInt32')}`
  const countsNever = op === 'atMost' || often === 0
  return { sql: not ? `NOT (${holds})` : holds, needs: countsNever === (not === true) }
}

function count(building: Building, events: string, sinceMs: number): string {
  building.counted.push({ events, sinceMs })
  return `count${building.counted.length - 1}`
}
