import { escaped, storedTime } from './line.ts'

/** A delivery that has ended, as it is kept. Ids are UUIDs. */
export type DeliveryFields = {
  workspace: number
  createdMs: number
  id: string
  destination: string
  origin: string
  batch: string
  visitor: string
  eventId: string
  eventType: string
  eventName: string
  eventUrl: string
  eventMs: number
  /** JSON. */
  event: string
  state: string
  attempts: number
  /** JSON. */
  log: string
  status: number
  durationMs: number
  reason: string
  advice: string
  rules: string[]
  together: number
  finishedMs: number
}

/** The columns in the order a line has them. */
export const deliveryColumns = [
  'workspace',
  'created',
  'id',
  'destination',
  'origin',
  'batch',
  'visitor',
  'event_id',
  'event_type',
  'event_name',
  'event_url',
  'event_at',
  'event',
  'state',
  'attempts',
  'log',
  'status',
  'duration',
  'reason',
  'advice',
  'rules',
  'together',
  'finished'
] as const

const noId = '00000000-0000-0000-0000-000000000000'

export function deliveryLine(delivery: DeliveryFields): string {
  return [
    delivery.workspace,
    storedTime(delivery.createdMs),
    delivery.id,
    delivery.destination,
    delivery.origin,
    delivery.batch || noId,
    delivery.visitor,
    ...[delivery.eventId, delivery.eventType, delivery.eventName, delivery.eventUrl].map(escaped),
    storedTime(delivery.eventMs),
    escaped(delivery.event),
    delivery.state,
    delivery.attempts,
    escaped(delivery.log),
    delivery.status,
    Math.round(delivery.durationMs * 10) / 10,
    escaped(delivery.reason),
    escaped(delivery.advice),
    `[${delivery.rules.map(quoted).join(',')}]`,
    delivery.together,
    storedTime(delivery.finishedMs)
  ].join('\t')
}

/** As a text stands in an array: between quotes, otherwise like a field. */
const quoted = (text: string) => `'${escaped(text).replaceAll("'", "\\'")}'`
