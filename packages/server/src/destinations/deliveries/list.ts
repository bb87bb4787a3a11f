import type { Deliveries, DeliveryQuery } from '@foyer/protocol'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import type { ISql } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { endedWhere, type Filters, readFilters, timeWhere, waitingWhere } from './filters.ts'
import { type DeliveryRow, endedRow, endedSelect, namesOf, shownDelivery, waitingColumns } from './rows.ts'

type Deps = { sql: ISql; events: EventStore }
/** Accepted at, happened at, id. */
type After = readonly [Date, Date, string] | undefined

/** The newest first, over what waits and what has ended as one list. What came in one request is in the order in which it happened. */
export async function listDeliveries(deps: Deps, workspaceId: string, query: DeliveryQuery): Promise<Deliveries> {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('deliveries', ['instant', 'instant', 'uuid'], query.cursor)
  const filters = await readFilters(deps.sql, workspaceId, query)
  if (filters.destinations.length === 0) return { items: [] }
  const workspace = await workspaceOf(deps.sql, workspaceId)
  // In this order: what is carried over meanwhile is seen twice, and not missed.
  const waiting = await waitingRows(deps.sql, filters, after, limit + 1)
  const ended = await endedRows(deps.events, workspace.number, filters, after, limit + 1)
  const all = new Map([...ended, ...waiting].map(row => [row.id, row]))
  const rows = [...all.values()].sort(
    (a, b) => b.createdMs - a.createdMs || b.eventMs - a.eventMs || (a.id < b.id ? 1 : -1)
  )
  const names = await namesOf(deps.sql, workspaceId)
  return pageOfRows(
    rows,
    limit,
    row => shownDelivery(row, names),
    row =>
      encodeCursor('deliveries', [new Date(row.createdMs).toISOString(), new Date(row.eventMs).toISOString(), row.id])
  )
}

/** A word is looked for in so many of those that wait, the newest of each destination: a second's work. */
const mostSearched = 100_000

/** Each destination's own newest, by its index, and of these the newest: a million that wait are not sorted for fifty that are shown. */
const waitingRows = (sql: ISql, filters: Filters, after: After, limit: number) => {
  const newest = sql`
    FROM deliveries d WHERE d.destination_id = of.destination_id
      ${after ? sql`AND d.created_at <= ${after[0]} AND (d.created_at, d.event_at, d.id) < (${after[0]}, ${after[1]}, ${after[2]}::uuid)` : sql``} ${timeWhere(sql, filters)}`
  return sql<DeliveryRow[]>`
    SELECT found.* FROM unnest(${[...filters.destinations]}::uuid[]) AS of (destination_id)
    CROSS JOIN LATERAL (
      SELECT ${waitingColumns(sql)}, d.created_at AS "sortedBy", d.event_at AS "thenBy"
      ${
        filters.search === undefined
          ? newest
          : sql`FROM (SELECT d.* ${newest} ORDER BY d.created_at DESC, d.event_at DESC, d.id DESC LIMIT ${mostSearched}) d WHERE true`
      } ${waitingWhere(sql, filters)}
      ORDER BY d.created_at DESC, d.event_at DESC, d.id DESC LIMIT ${limit}) found
    ORDER BY found."sortedBy" DESC, found."thenBy" DESC, found.id DESC LIMIT ${limit}`
}

async function endedRows(
  events: EventStore,
  workspace: number,
  filters: Filters,
  after: After,
  limit: number
): Promise<DeliveryRow[]> {
  const { where, params } = endedWhere(workspace, filters)
  // As numbers, UUIDs are in the order that PostgreSQL has them in.
  const before = after
    ? `AND created <= fromUnixTimestamp64Milli({atMs:Int64})
       AND (created, event_at, toUInt128(id)) <
         (fromUnixTimestamp64Milli({atMs:Int64}), fromUnixTimestamp64Milli({happenedMs:Int64}), toUInt128({after:UUID}))`
    : ''
  const rows = await events.lookUp<DeliveryRow>(
    `${endedSelect(`${where} ${before}`)} ORDER BY created DESC, event_at DESC, toUInt128(id) DESC
     LIMIT 1 BY id LIMIT {limit:UInt32}`,
    {
      ...params,
      limit,
      ...(after ? { atMs: after[0].getTime(), happenedMs: after[1].getTime(), after: after[2] } : {})
    }
  )
  return rows.map(endedRow)
}
