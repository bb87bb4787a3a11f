import { createHash } from 'node:crypto'
import { isObject } from '@foyer/protocol'
import { under } from '../fields.ts'
import type { Built, Mapped, Moment, Settings } from '../kind.ts'

/** What Segment takes; RudderStack and Jitsu take more. */
const most = { eventBytes: 32 * 1024, batchBytes: 500 * 1024, messageIdChars: 99 }

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const calls: string[] = []
  // An event divided over two requests goes on counting in the second.
  const seen = new Map([[mapped[0]?.event.id ?? '', at.part ?? 0]])
  for (const one of mapped) {
    const nth = seen.get(one.event.id) ?? 0
    seen.set(one.event.id, nth + 1)
    const call = callOf(one, nth)
    if (call.userId === undefined && call.anonymousId === undefined)
      return { invalid: 'It needs a userId or an anonymousId, and the mapping gives neither.', reason: 'no_id' }
    const text = JSON.stringify(call)
    if (Buffer.byteLength(text) > most.eventBytes)
      return {
        invalid: 'Segment takes at most 32 KB of an event, and this one is larger. Map fewer of its fields.',
        reason: 'too_large'
      }
    calls.push(text)
  }
  const body = `{"batch":[${calls.join(',')}],"sentAt":${JSON.stringify(at.now.toISOString())}}`
  if (Buffer.byteLength(body) > most.batchBytes)
    return { invalid: 'These events together are larger than 500 KB.', reason: 'batch_too_large' }
  return {
    request: {
      method: 'POST',
      url: under(at.settings.host, '/v1/batch'),
      headers: { 'content-type': 'application/json', authorization: `Basic ${basic(at.settings)}` },
      body
    }
  }
}

export const basic = (settings: Settings) => Buffer.from(`${settings.write_key}:`).toString('base64')

function callOf({ to, fields, event }: Mapped, nth: number): Record<string, unknown> {
  const time = new Date(event.timeMs).toISOString()
  const context = isObject(fields.context) ? { context: withConsent(fields.context) } : {}
  return {
    type: to,
    messageId: messageId(event.id, nth),
    timestamp: time,
    originalTimestamp: time,
    ...fields,
    ...context
  }
}

/** A second call made of the same event is another one. */
function messageId(id: string, nth: number): string {
  const own = nth === 0 ? id : `${id}:${nth}`
  return own.length <= most.messageIdChars ? own : createHash('sha256').update(own).digest('hex')
}

/** Ours is by category at once, Segment's one step deeper. */
function withConsent(context: Record<string, unknown>): Record<string, unknown> {
  const { consent } = context
  if (!isObject(consent) || 'categoryPreferences' in consent) return context
  return { ...context, consent: { categoryPreferences: consent } }
}
