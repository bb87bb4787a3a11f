import { isReservedName, longer, most, reservedEvents } from '../ga4/limits.ts'
import { jsonOf, openVendor } from './vendor.ts'

type Sent = { name: string; params: Record<string, unknown>; timestamp_micros?: number }
type Payload = { client_id?: unknown; timestamp_micros?: unknown; events?: Sent[] }

/** Google’s two doors: one takes everything and counts what is right, the other says what is wrong and counts nothing. */
export async function openGa4(measurementId: string, apiSecret: string) {
  const counted: (Sent & { clientId: string; at: number })[] = []
  const vendor = await openVendor(asked => {
    const payload = (jsonOf(asked) ?? {}) as Payload
    const wrong = faults(payload)
    if (asked.path === '/debug/mp/collect')
      return {
        status: 200,
        body: {
          validationMessages: wrong.map(description => ({
            fieldPath: 'events',
            description,
            validationCode: 'VALUE_INVALID'
          }))
        }
      }
    if (asked.path !== '/mp/collect') return { status: 404 }
    const isOurs = asked.query.get('measurement_id') === measurementId && asked.query.get('api_secret') === apiSecret
    if (isOurs && wrong.length === 0)
      for (const event of payload.events ?? [])
        counted.push({
          ...event,
          clientId: String(payload.client_id),
          at: Number(event.timestamp_micros ?? payload.timestamp_micros) / 1000
        })
    return { status: 204 }
  })
  return { ...vendor, counted }
}

function faults({ client_id: clientId, timestamp_micros: at, events }: Payload): string[] {
  const wrong: string[] = []
  if (typeof clientId !== 'string' || clientId === '') wrong.push('client_id is required.')
  if (at !== undefined && (!Number.isInteger(at) || Number(at) > (Date.now() + 60_000) * 1000))
    wrong.push('timestamp_micros is not a time of the past.')
  if (!Array.isArray(events) || events.length === 0 || events.length > 25)
    return [...wrong, 'events must have 1 to 25 items.']
  for (const { name, params } of events) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name)) wrong.push(`The event name [${name}] is not valid.`)
    if (reservedEvents.has(name)) wrong.push(`The event name [${name}] is reserved.`)
    const { items, ...others } = params
    if (Object.keys(others).length > most.params) wrong.push(`${name} has more than ${most.params} parameters.`)
    for (const [key, value] of Object.entries(others)) {
      if (!/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(key) || isReservedName(key))
        wrong.push(`The parameter [${key}] is reserved.`)
      if (typeof value !== 'string' && typeof value !== 'number') wrong.push(`[${key}] must be a text or a number.`)
      if (String(value).length > (longer[key] ?? most.valueChars)) wrong.push(`The value of [${key}] is too long.`)
    }
    if (others.session_id !== undefined && !/^\d+$/.test(String(others.session_id)))
      wrong.push('session_id must match ^\\d+$.')
    if (name === 'purchase' && (typeof others.transaction_id !== 'string' || others.currency === undefined))
      wrong.push('purchase needs transaction_id and currency.')
    if (items !== undefined && !(Array.isArray(items) && items.every(item => 'item_id' in item || 'item_name' in item)))
      wrong.push('Each of items needs item_id or item_name.')
  }
  return wrong
}
