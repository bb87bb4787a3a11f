import { createHash } from 'node:crypto'
import { lackingCurrency, record, textOf, under, withCurrency } from '../fields.ts'
import type { Built, Mapped, Moment, Settings } from '../kind.ts'
import { fitParams, fitUserProperties, type Notes, nameOf } from './fit.ts'
import { isReservedName, most, reservedEvents } from './limits.ts'

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const all = mapped.map(one => withCurrency(one, 'params', at.settings))
  const lacking = lackingCurrency(all, 'params', ['purchase', 'refund'])
  if (lacking) return lacking
  const unnamed = all.find(one => {
    const name = eventName(one)
    return name === '' || reservedEvents.has(name) || isReservedName(textOf(one.fields.name))
  })
  if (unnamed)
    return {
      invalid: `“${textOf(unnamed.fields.name)}” is no name for an event at Google, or one it keeps for itself. Map another to name.`,
      reason: 'reserved_name'
    }
  const body = JSON.stringify(payload(all, at, []))
  if (Buffer.byteLength(body) > most.bodyBytes)
    return {
      invalid: 'Google takes 130 kB at once, and this is larger. Map fewer of its fields.',
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

/** What Google takes once for all events of a request: whose they are. */
export const alike = ({ fields: { name: _name, params: _params, ...whose } }: Mapped): string => JSON.stringify(whose)

function payload(mapped: readonly Mapped[], at: Moment, notes: Notes) {
  const [first] = mapped as readonly [Mapped]
  const { client_id: client, user_id: user, user_properties: properties, consent, ip_override: ip } = first.fields
  const userProperties = fitUserProperties(record(properties), notes)
  const timeOf = ({ event }: Mapped) => ({ timestamp_micros: event.timeMs * 1000 })
  return {
    client_id: textOf(client),
    ...(user === undefined ? {} : { user_id: textOf(user).slice(0, 256) }),
    ...timeOf(first),
    ...(Object.keys(userProperties).length > 0 ? { user_properties: userProperties } : {}),
    ...(consent === undefined ? {} : { consent }),
    ...(ip === undefined ? {} : { ip_override: ip }),
    // Asks the address for validation to say all it can.
    ...(at.isTest ? { validation_behavior: 'ENFORCE_RECOMMENDATIONS' } : {}),
    events: mapped.map(one => ({
      name: eventName(one),
      params: fitParams(withSession(record(one.fields.params)), notes),
      ...(mapped.length > 1 ? timeOf(one) : {})
    }))
  }
}

/** What was cut or left out on the way, in sentences. */
export function notesOn(mapped: readonly Mapped[], at: Moment): Notes {
  const notes: Notes = []
  payload(mapped, at, notes)
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
