import type { Attempt, Delivery, DeliveryState } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import type { EventStore, QueryParams } from '../../stores/events/index.ts'
import type { OutgoingEvent } from '../kind.ts'
import type { ISql } from '../manage/context.ts'

/** A delivery, whichever store it stands in. Ids are UUIDs. */
export type DeliveryRow = {
  id: string
  destination: string
  origin: Delivery['origin']
  visitor: string
  eventId: string
  eventType: string
  eventName: string
  eventUrl: string
  eventMs: number
  state: DeliveryState
  attempts: number
  status: number | null
  durationMs: number | null
  reason: string
  advice: string
  createdMs: number
  nextMs: number | null
  finishedMs: number | null
}
export type WholeRow = DeliveryRow & {
  event: OutgoingEvent
  log: Attempt[]
  rules: string[]
  together: number
}

const ms = (sql: ISql, column: string) => sql`(extract(epoch FROM ${sql(column)}) * 1000)::float8`

/** Of the queue: what is to be sent, and what has ended a moment ago. */
export const waitingColumns = (sql: ISql) => sql`
  d.id, d.destination_id AS destination, d.origin, d.visitor_id AS visitor, d.event_id AS "eventId", d.event_type AS "eventType",
  d.event_name AS "eventName", d.event_url AS "eventUrl", ${ms(sql, 'event_at')} AS "eventMs", d.state, d.attempts, d.status,
  d.duration_ms AS "durationMs", d.reason, d.advice, ${ms(sql, 'created_at')} AS "createdMs", ${ms(sql, 'next_at')} AS "nextMs",
  ${ms(sql, 'finished_at')} AS "finishedMs"`

/** Of the event store: what has ended. */
const endedColumns = `id, destination, origin, visitor, event_id AS eventId, event_type AS eventType, event_name AS eventName,
  event_url AS eventUrl, toUnixTimestamp64Milli(event_at) AS eventMs, state, attempts, status, duration AS durationMs, reason, advice,
  toUnixTimestamp64Milli(created) AS createdMs, NULL AS nextMs, toUnixTimestamp64Milli(finished) AS finishedMs`

export const endedSelect = (where: string) => `SELECT ${endedColumns} FROM deliveries WHERE ${where}`

/** Nothing was heard where the status is 0. */
export const endedRow = <Ended extends DeliveryRow>(row: Ended): Ended => ({
  ...row,
  ...(row.status === 0 ? { status: null, durationMs: row.durationMs === 0 ? null : row.durationMs } : {})
})

type Texts = { event: string; log: string; rules: string[]; together: number }
const whole = ({ event, log, ...row }: DeliveryRow & Texts): WholeRow => ({
  ...row,
  event: JSON.parse(event),
  log: JSON.parse(log)
})

/** One of them with all that is known of it: in the queue, else in the history. */
export async function wholeDelivery(
  deps: { sql: ISql; events: EventStore },
  workspace: { id: string; number: number },
  id: string
): Promise<WholeRow | undefined> {
  const { sql } = deps
  const [queued] = await sql<(DeliveryRow & Texts)[]>`
    SELECT ${waitingColumns(sql)}, d.event, d.log, d.rules, d.together FROM deliveries d
    WHERE d.id = ${id} AND d.workspace_id = ${workspace.id}`
  if (queued) return whole(queued)
  const params: QueryParams = { workspace: workspace.number, id }
  const [ended] = await deps.events.lookUp<DeliveryRow & Texts>(
    `SELECT ${endedColumns}, event, log, rules, together FROM deliveries
     WHERE workspace = {workspace:UInt32} AND id = {id:UUID} ORDER BY finished DESC LIMIT 1`,
    params
  )
  return ended && whole(endedRow(ended))
}

export type Names = ReadonlyMap<string, { name: string; type: string }>

export function shownDelivery(row: DeliveryRow, names: Names): Delivery {
  const destination = names.get(row.destination)
  const at = (time: number) => new Date(time).toISOString()
  return {
    id: toPublic('dlv', row.id),
    destinationId: toPublic('dst', row.destination),
    destinationName: destination?.name ?? '',
    destinationType: destination?.type ?? '',
    origin: row.origin,
    event: {
      id: row.eventId,
      type: row.eventType,
      name: row.eventName,
      url: row.eventUrl,
      time: at(row.eventMs),
      visitorId: toPublic('vis', row.visitor)
    },
    state: row.state,
    attempts: row.attempts,
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.durationMs === null ? {} : { durationMs: Math.round(row.durationMs * 10) / 10 }),
    ...(row.advice === '' ? {} : { advice: row.advice }),
    ...(row.reason === '' ? {} : { reason: row.reason }),
    createdAt: at(row.createdMs),
    ...(row.nextMs === null || row.finishedMs !== null ? {} : { nextAt: at(row.nextMs) }),
    ...(row.finishedMs === null ? {} : { finishedAt: at(row.finishedMs) })
  }
}

export async function namesOf(sql: ISql, workspaceId: string): Promise<Names> {
  const rows = await sql<{ id: string; name: string; type: string }[]>`
    SELECT id, name, type FROM destinations WHERE workspace_id = ${workspaceId}`
  return new Map(rows.map(({ id, name, type }) => [id, { name, type }]))
}
