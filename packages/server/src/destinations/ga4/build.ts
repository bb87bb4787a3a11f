import { createHash } from 'node:crypto'
import { lackingCurrency, onlyOne, record, textOf, under, withCurrency } from '../fields.ts'
import type { Built, Mapped, Moment, Settings } from '../kind.ts'
import { fitParams, fitUserProperties, type Notes, nameOf } from './fit.ts'
import { isReservedName, most, reservedEvents } from './limits.ts'

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const one = withCurrency(onlyOne(mapped), 'params', at.settings)
  const lacking = lackingCurrency([one], 'params', ['purchase', 'refund'])
  if (lacking) return lacking
  const name = eventName(one)
  if (name === '' || reservedEvents.has(name) || isReservedName(textOf(one.fields.name)))
    return {
      invalid: `“${textOf(one.fields.name)}” is no name for an event at Google, or one it keeps for itself. Map another to name.`,
      reason: 'reserved_name'
    }
  const body = JSON.stringify(payload(one, at, []))
  if (Buffer.byteLength(body) > most.bodyBytes)
    return {
      invalid: 'Google takes 130 kB at once, and this event is larger. Map fewer of its fields.',
      reason: 'too_large'
    }
  return {
    request: {
      method: 'POST',
      url: address(at),
      headers: { 'content-type': 'application/json' },
      body
    }
  }
}

/** Only the address for validation says what is wrong; what is sent there is counted nowhere. */
function address({ settings, isTest }: Moment): string {
  const query = `measurement_id=${encodeURIComponent(String(settings.measurement_id))}&api_secret=${secretInAddress(settings)}`
  return under(settings.endpoint, `${isTest ? '/debug' : ''}/mp/collect?${query}`)
}
export const secretInAddress = (settings: Settings) => encodeURIComponent(String(settings.api_secret))

function payload(one: Mapped, at: Moment, notes: Notes) {
  const { client_id: client, user_id: user, user_properties: properties, consent, ip_override: ip, params } = one.fields
  const userProperties = fitUserProperties(record(properties), notes)
  return {
    client_id: textOf(client),
    ...(user === undefined ? {} : { user_id: textOf(user).slice(0, 256) }),
    timestamp_micros: one.event.timeMs * 1000,
    ...(Object.keys(userProperties).length > 0 ? { user_properties: userProperties } : {}),
    ...(consent === undefined ? {} : { consent }),
    ...(ip === undefined ? {} : { ip_override: ip }),
    // Asks the address for validation to say all it can.
    ...(at.isTest ? { validation_behavior: 'ENFORCE_RECOMMENDATIONS' } : {}),
    events: [{ name: eventName(one), params: fitParams(withSession(record(params)), notes) }]
  }
}

/** What was cut or left out on the way, in sentences. */
export function notesOn(mapped: readonly Mapped[], at: Moment): Notes {
  const notes: Notes = []
  payload(onlyOne(mapped), at, notes)
  return [...new Set(notes)]
}

const eventName = ({ to, fields }: Mapped) => (to === 'event' ? nameOf(textOf(fields.name), most.nameChars) : to)

/** Google takes digits only; of ours a number is made, the same for all events of the visit. */
function withSession(params: Record<string, unknown>): Record<string, unknown> {
  const { session_id: id } = params
  if (id === undefined || /^\d+$/.test(textOf(id))) return params
  const number = createHash('sha256').update(textOf(id)).digest().readUInt32BE(0)
  return { ...params, session_id: String(number) }
}
