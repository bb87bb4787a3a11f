import type { DeliveryQuery, DeliveryState } from '@foyer/protocol'
import { deliveryStates } from '@foyer/protocol/plain'
import type { PendingQuery, Row } from 'postgres'
import { AppError, notFound, toUuid } from '../../http/index.ts'
import type { QueryParams } from '../../stores/events/index.ts'
import type { ISql } from '../manage/context.ts'

/** What a list of deliveries is narrowed down by, read once for both stores. Ids are UUIDs. */
export type Filters = {
  /** Never those of another workspace. */
  destinations: readonly string[]
  states?: readonly DeliveryState[]
  event?: string
  /** All browsers of the person. */
  visitors?: readonly string[]
  reason?: string
  /** Tried more than once, or about to be. */
  retried?: true
  search?: string
  from?: Date
  to?: Date
}

const anId = /^vis_[0-9a-f]{32}$/

export async function readFilters(
  sql: ISql,
  workspaceId: string,
  query: Omit<DeliveryQuery, 'limit' | 'cursor'>
): Promise<Filters> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM destinations WHERE workspace_id = ${workspaceId}`
  const own = rows.map(row => row.id)
  const one = query.destinationId === undefined ? undefined : toUuid(query.destinationId)
  if (one !== undefined && !own.includes(one)) throw notFound('destination')
  const search = query.search?.replaceAll('\0', '').trim()
  return {
    destinations: one === undefined ? own : [one],
    ...(query.state ? { states: statesFrom(query.state) } : {}),
    ...(query.event ? { event: query.event.replaceAll('\0', '') } : {}),
    ...(query.visitorId ? { visitors: await browsersOf(sql, workspaceId, query.visitorId) } : {}),
    ...(query.reason ? { reason: query.reason.replaceAll('\0', '') } : {}),
    ...(query.retried ? { retried: true } : {}),
    ...(search ? { search } : {}),
    ...(query.from ? { from: new Date(query.from) } : {}),
    ...(query.to ? { to: new Date(query.to) } : {})
  }
}

function statesFrom(text: string): DeliveryState[] {
  const known: readonly string[] = deliveryStates
  const states = text.split(',').filter(state => state !== '')
  const wrong = states.find(state => !known.includes(state))
  if (wrong !== undefined)
    throw new AppError('invalid', `A delivery is never "${wrong.slice(0, 40)}". It is ${known.join(', ')}.`, {
      field: 'state'
    })
  return states as DeliveryState[]
}

async function browsersOf(sql: ISql, workspaceId: string, visitorId: string): Promise<string[]> {
  if (!anId.test(visitorId))
    throw new AppError('invalid', 'A visitor id is vis_ and 32 hex digits.', { field: 'visitorId' })
  const rows = await sql<{ id: string }[]>`
    SELECT v.id FROM visitors me JOIN visitors v ON v.person_id = me.person_id
    WHERE me.id = ${toUuid(visitorId)} AND me.workspace_id = ${workspaceId}`
  return rows.map(row => row.id)
}

/** What has ended is few among all that wait, and has an index of its own. */
const stillOpen: readonly DeliveryState[] = ['waiting', 'sending', 'retrying']

/** For the queue; the destination is said where it is read from. */
export const waitingWhere = (sql: ISql, filters: Filters): PendingQuery<Row[]> => sql`
  ${filters.states ? sql`AND d.state = ANY(${[...filters.states]}::text[])` : sql``}
  ${filters.states?.every(state => !stillOpen.includes(state)) ? sql`AND d.finished_at IS NOT NULL` : sql``}
  ${filters.event === undefined ? sql`` : sql`AND (d.event_name = ${filters.event} OR d.event_type = ${filters.event})`}
  ${filters.visitors ? sql`AND d.visitor_id = ANY(${[...filters.visitors]}::uuid[])` : sql``}
  ${filters.reason === undefined ? sql`` : sql`AND d.reason = ${filters.reason}`}
  ${filters.retried ? sql`AND (d.attempts > 1 OR d.state = 'retrying')` : sql``}
  ${
    filters.search === undefined
      ? sql``
      : sql`AND position(lower(${filters.search}) IN lower(concat_ws(' ', d.event, d.log, d.advice, d.reason, d.state))) > 0`
  }
`

export const timeWhere = (sql: ISql, filters: Filters): PendingQuery<Row[]> => sql`
  ${filters.from ? sql`AND d.created_at >= ${filters.from}` : sql``}
  ${filters.to ? sql`AND d.created_at < ${filters.to}` : sql``}`

/** For the history. */
export function endedWhere(workspace: number, filters: Filters): { where: string; params: QueryParams } {
  const params: QueryParams = { workspace, destinations: [...filters.destinations] }
  const parts = [
    'workspace = {workspace:UInt32}',
    'destination IN {destinations:Array(UUID)}',
    ...(filters.retried ? ['attempts > 1'] : [])
  ]
  const and = (part: string, name: string, value: QueryParams[string] | undefined) => {
    if (value === undefined) return
    parts.push(part)
    params[name] = value
  }
  and('state IN {states:Array(String)}', 'states', filters.states && [...filters.states])
  and('(event_name = {event:String} OR event_type = {event:String})', 'event', filters.event)
  and('visitor IN {visitors:Array(UUID)}', 'visitors', filters.visitors && [...filters.visitors])
  and('reason = {reason:String}', 'reason', filters.reason)
  and(
    `(${['event', 'log', 'advice', 'reason', 'state']
      .map(column => `positionCaseInsensitiveUTF8(${column}, {search:String}) > 0`)
      .join(' OR ')})`,
    'search',
    filters.search
  )
  and('created >= fromUnixTimestamp64Milli({from:Int64})', 'from', filters.from?.getTime())
  and('created < fromUnixTimestamp64Milli({to:Int64})', 'to', filters.to?.getTime())
  return { where: parts.join(' AND '), params }
}
