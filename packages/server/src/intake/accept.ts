import { Event, EventBatch, type EventType, limits, type RejectCode, sentEventTypes } from '@foyer/protocol'
import { Compile } from 'typebox/compile'
import { AppError } from '../http/index.ts'
import { depthOf } from '../identity/index.ts'

const batchCheck = Compile(EventBatch)
const eventCheck = Compile(Event)
const knownTypes = new Set<string>(sentEventTypes)

export type Rejection = { index: number; code: RejectCode; message: string }
export type Accepted = {
  index: number
  event: Event
  type: EventType
  /** As the sender's clock had it. */
  sentTimeMs: number
  /** Corrected by how far the sender's clock was off when it sent the batch. */
  timeMs: number
  properties: string
}
export type Opened = { batch: EventBatch; accepted: Accepted[]; rejected: Rejection[] }

const dayMs = 86_400_000
export const futureMs = dayMs

export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('malformed', 'The body is not JSON. Send {"agentId", "sentAt", "events": […]}.')
  }
}

/** The batch as a whole must have the right shape; each event stands or falls alone. */
export function openBatch(body: unknown): EventBatch {
  if (batchCheck.Check(body)) {
    if (body.events.length === 0 && !body.unsure?.length)
      throw new AppError('invalid', 'The batch has no events. Send at least one.', { field: 'events' })
    return body as EventBatch
  }
  const [first] = batchCheck.Errors(body)
  const field = (first?.instancePath ?? '').slice(1).replaceAll('/', '.')
  if (Array.isArray((body as { events?: unknown })?.events)) {
    const count = (body as { events: unknown[] }).events.length
    if (count > limits.eventsPerBatch)
      throw new AppError(
        'too_large',
        `A batch holds at most ${limits.eventsPerBatch} events; this one has ${count}. Send them in parts.`,
        {
          field: 'events'
        }
      )
  }
  throw new AppError(
    'invalid',
    `The batch is not as it should be: ${field || 'the body'} ${first?.message ?? 'is wrong'}.`,
    {
      field: field || 'body'
    }
  )
}

export function acceptEvents(batch: EventBatch, options: { nowMs: number; retentionDays: number }): Opened {
  const { nowMs } = options
  const sentAt = batch.sentAt === undefined ? Number.NaN : timeOf(batch.sentAt)
  // Segment's formula: the sender's clock is off by as much as its sentAt is off from the arrival.
  const skewMs = Number.isNaN(sentAt) ? 0 : nowMs - sentAt
  const accepted: Accepted[] = []
  const rejected: Rejection[] = []
  for (const [index, candidate] of (batch.events as unknown[]).entries()) {
    const outcome = acceptOne(candidate, index, skewMs, nowMs, options.retentionDays)
    if ('code' in outcome) rejected.push(outcome)
    else accepted.push(outcome)
  }
  return { batch, accepted, rejected }
}

function acceptOne(
  candidate: unknown,
  index: number,
  skewMs: number,
  nowMs: number,
  retentionDays: number
): Accepted | Rejection {
  const reject = (code: RejectCode, message: string): Rejection => ({ index, code, message })
  if (!eventCheck.Check(candidate)) {
    const type = (candidate as { type?: unknown } | null)?.type
    if (typeof type === 'string' && !knownTypes.has(type))
      return reject('unknown_type', `"${type.slice(0, 40)}" is no event type. Send "track" with a name of your own.`)
    const [first] = eventCheck.Errors(candidate)
    const field = (first?.instancePath ?? '').slice(1).replaceAll('/', '.')
    return reject('invalid_event', `${field || 'The event'} ${first?.message ?? 'is not as it should be'}.`)
  }
  const event = candidate as Event
  if (event.type === 'track' && !event.name?.trim()) return reject('invalid_event', 'A track event needs a name.')
  const sentTimeMs = timeOf(event.timestamp)
  if (Number.isNaN(sentTimeMs))
    return reject('invalid_event', 'timestamp is not a time. Send ISO 8601, or milliseconds since 1970.')
  const timeMs = sentTimeMs + skewMs
  if (timeMs > nowMs + futureMs) return reject('in_the_future', 'The event is more than 24 hours in the future.')
  if (timeMs < nowMs - retentionDays * dayMs)
    return reject('too_old', `The event is older than the ${retentionDays} days this workspace keeps.`)
  const properties = propertiesText(event)
  if (properties === undefined)
    return reject('properties_too_deep', `Properties are nested more than ${limits.propertiesDepth} levels deep.`)
  if (properties.length * 3 > limits.propertiesBytes && Buffer.byteLength(properties) > limits.propertiesBytes)
    return reject('properties_too_large', `Properties are larger than ${limits.propertiesBytes / 1024} KB as JSON.`)
  return { index, event, type: event.type, sentTimeMs, timeMs, properties }
}

function propertiesText(event: Event): string | undefined {
  if (event.properties === undefined) return ''
  // Looked at before it is written out: a 100 000 levels deep object parses, but overflows the stack when it is written.
  if (!depthOf(event.properties, limits.propertiesDepth)) return undefined
  const text = JSON.stringify(event.properties)
  return text === '{}' ? '' : text
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

function timeOf(value: string | number): number {
  if (typeof value === 'number')
    return Number.isFinite(value) && Math.abs(value) < 8.64e15 ? Math.trunc(value) : Number.NaN
  return isoTime.test(value) ? Date.parse(value) : Number.NaN
}
