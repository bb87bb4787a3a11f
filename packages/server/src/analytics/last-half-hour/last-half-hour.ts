import type { LastHalfHour } from '@foyer/protocol'
import { eventNameSql, isNamed } from '../language/fields.ts'
import { isOwnDoing } from '../language/kept-visits.ts'
import { newQuery, type Query } from '../language/query.ts'
import { type Scope, spanSql } from '../language/where.ts'
import { personKey, visitKey } from '../language/who.ts'
import type { Asking } from '../question.ts'

const minuteMs = 60_000
const minutes = 30
/** Where somebody came from stands on the first page of their visit, which may be older than the half hour. */
const lookBackMinutes = 90
const mostListed = 10

type List = 'minute' | 'page' | 'country' | 'event' | 'all'
type Row = { list: List; value: string; visitors: number; views: number; events: number }
type Statement = { sql: string; query: Query }

/**
 * Events of a while ago until now. An index over the time of storing leaves a few blocks of ten million events to be read, where the sort
 * key (visitor first) would leave all.
 */
function lately(query: Query, scope: Scope, fromMs: number, nowMs: number): string {
  const stored = `stored_at >= toDateTime(fromUnixTimestamp64Milli(${query.bind(fromMs - minuteMs, 'Int64')}))`
  return `${spanSql(query, scope, { fromMs, toMs: nowMs + minuteMs })} AND ${stored} AND bot = ''`
}

/** All lists but one, in one pass. */
export function listsSql(scope: Scope, nowMs: number): Statement {
  const query = newQuery()
  const happening = `if(type = 'page', [('page', path)], if(${isNamed}, [('event', ${eventNameSql})], []))`
  const minute = `toString(intDiv(toUnixTimestamp64Milli(time), ${minuteMs}) * ${minuteMs})`
  return {
    query,
    sql: `SELECT cell.1 AS list, cell.2 AS value, uniqExactIf(person, ${isOwnDoing}) AS visitors, countIf(type = 'page') AS views, count() AS events
      FROM (SELECT type, ${personKey(query, scope.workspaceNumber, scope.joins)} AS person,
          arrayConcat([('all', ''), ('minute', ${minute}), ('country', toString(country))], ${happening}) AS cells
        FROM events WHERE ${lately(query, scope, startOf(nowMs), nowMs)})
      ARRAY JOIN cells AS cell
      GROUP BY list, value
      ORDER BY if(list = 'event', events, visitors) DESC, value LIMIT ${minutes + 1} BY list`
  }
}

/** People by where the visit they are in came from. */
export function sourcesSql(scope: Scope, nowMs: number): Statement {
  const query = newQuery()
  const since = query.bind(startOf(nowMs), 'Int64')
  return {
    query,
    sql: `SELECT source AS value, uniqExact(person) AS visitors
      FROM (SELECT ${visitKey} AS visit, any(${personKey(query, scope.workspaceNumber, scope.joins)}) AS person,
          argMinIf(toString(source), (time, id), type = 'page') AS source
        FROM events WHERE ${lately(query, scope, nowMs - lookBackMinutes * minuteMs, nowMs)} AND ${isOwnDoing}
        GROUP BY visit HAVING toUnixTimestamp64Milli(max(time)) >= ${since})
      GROUP BY value ORDER BY visitors DESC, value LIMIT ${mostListed}`
  }
}

/** Thirty whole minutes, the one that is under way among them. */
const startOf = (nowMs: number) => Math.floor(nowMs / minuteMs) * minuteMs - (minutes - 1) * minuteMs

export async function lastHalfHour(asking: Pick<Asking, 'scope' | 'nowMs' | 'ask'>): Promise<LastHalfHour> {
  const lists = listsSql(asking.scope, asking.nowMs)
  const rows = await asking.ask<Row>(lists.sql, lists.query)
  const sources = sourcesSql(asking.scope, asking.nowMs)
  const of = (list: List) => rows.filter(row => row.list === list)
  const listed = (list: List) =>
    of(list)
      .filter(row => row.visitors > 0)
      .slice(0, mostListed)
      .map(({ value, visitors }) => ({ value, visitors }))
  const byMinute = new Map(of('minute').map(row => [Number(row.value), row]))
  const [all] = of('all')
  const firstMs = startOf(asking.nowMs)
  return {
    asOf: new Date(asking.nowMs).toISOString(),
    visitors: all?.visitors ?? 0,
    views: all?.views ?? 0,
    minutes: Array.from({ length: minutes }, (_, index) => {
      const atMs = firstMs + index * minuteMs
      const row = byMinute.get(atMs)
      return { at: new Date(atMs).toISOString(), visitors: row?.visitors ?? 0, views: row?.views ?? 0 }
    }),
    pages: listed('page'),
    countries: listed('country'),
    sources: await asking.ask(sources.sql, sources.query),
    events: of('event')
      .slice(0, mostListed)
      .map(({ value, events }) => ({ value, count: events }))
  }
}
