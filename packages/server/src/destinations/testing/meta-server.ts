import { jsonOf, openVendor, type Said } from './vendor.ts'

type Sent = {
  event_name?: string
  event_time?: number
  event_id?: string
  action_source?: string
  event_source_url?: string
  user_data?: Record<string, unknown>
  custom_data?: Record<string, unknown>
}
const week = 7 * 86_400

/** Meta’s way: one event that is wrong, and none of the request is taken. */
export async function openMeta(pixelId: string, token: string) {
  const counted = new Map<string, Sent>()
  const vendor = await openVendor(asked => {
    if (asked.headers.authorization !== `Bearer ${token}`)
      return refused(190, undefined, 'Invalid OAuth access token - Cannot parse access token')
    const path = /^\/v\d+\.\d\/(\d+)\/events$/.exec(asked.path)
    if (path?.[1] !== pixelId)
      return refused(100, 33, `Unsupported post request. Object with ID '${path?.[1]}' does not exist`)
    const data = jsonOf(asked)?.data
    if (!Array.isArray(data) || data.length === 0 || data.length > 1_000)
      return refused(100, undefined, '(#100) param data must be non-empty.')
    for (const one of data as Sent[]) {
      const wrong = fault(one)
      if (wrong) return wrong
    }
    for (const one of data as Sent[]) counted.set(`${one.event_name} ${one.event_id}`, one)
    return { status: 200, body: { events_received: data.length, messages: [], fbtrace_id: 'A1b2C3' } }
  })
  return { ...vendor, counted }
}

function fault(one: Sent): Said | undefined {
  const now = Date.now() / 1000
  if (!one.event_name || !Number.isInteger(one.event_time))
    return refused(100, undefined, 'event_name and event_time are required')
  if ((one.event_time ?? 0) < now - week || (one.event_time ?? 0) > now + 60)
    return refused(100, 2804003, 'Invalid parameter', 'The event timestamp is too far in the past.')
  if (one.action_source === 'website' && (!one.event_source_url || !one.user_data?.client_user_agent))
    return refused(100, 2804019, 'Invalid parameter', 'Website events need event_source_url and client_user_agent.')
  for (const key of ['em', 'ph', 'fn', 'ln', 'ct', 'st', 'zp', 'country', 'external_id'])
    for (const value of [one.user_data?.[key] ?? []].flat())
      if (!/^[0-9a-f]{64}$/.test(String(value)))
        return refused(100, 2804008, 'Invalid parameter', `${key} must be hashed.`)
  if (one.event_name === 'Purchase' && !/^[A-Z]{3}$/.test(String(one.custom_data?.currency)))
    return refused(100, 2804009, 'Invalid parameter', 'Your purchase event needs a currency.')
  return undefined
}

const refused = (code: number, subcode: number | undefined, message: string, told?: string): Said => ({
  status: 400,
  body: {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      is_transient: false,
      ...(told === undefined ? {} : { error_user_title: 'Something is wrong', error_user_msg: told }),
      fbtrace_id: 'A1b2C3'
    }
  }
})
