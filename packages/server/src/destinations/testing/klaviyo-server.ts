import { jsonOf, openVendor, type Said } from './vendor.ts'

type Data = { type?: string; attributes?: Record<string, unknown> }

export async function openKlaviyo(apiKey: string) {
  const events = new Map<string, Record<string, unknown>>()
  const profiles: Record<string, unknown>[] = []
  const vendor = await openVendor(asked => {
    if (asked.headers.authorization !== `Klaviyo-API-Key ${apiKey}`)
      return refused(401, 'not_authenticated', 'Missing or invalid private key.', '/data/')
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(asked.headers.revision)))
      return refused(400, 'invalid', 'A revision header is required.', '/data/')
    const { type, attributes = {} } = (jsonOf(asked)?.data ?? {}) as Data
    if (asked.path === '/api/profile-import') {
      if (type !== 'profile' || !isSomebody(attributes))
        return refused(400, 'invalid', 'One identifier is required.', '/data/attributes')
      profiles.push(attributes)
      return { status: 200, body: { data: { type: 'profile', id: '01ABC' } } }
    }
    if (asked.path !== '/api/events') return refused(404, 'not_found', 'Not found.', '/data/')
    const profile = within(within(attributes.profile).data).attributes
    const metric = within(within(within(attributes.metric).data).attributes).name
    if (type !== 'event' || typeof metric !== 'string')
      return refused(400, 'invalid', 'A metric is required.', '/data/attributes/metric')
    if (!isSomebody(within(profile)))
      return refused(400, 'invalid', 'One identifier is required.', '/data/attributes/profile')
    if (Number.isNaN(Date.parse(String(attributes.time))))
      return refused(400, 'invalid', 'Not a time.', '/data/attributes/time')
    if (Object.keys(within(attributes.properties)).length > 400)
      return refused(400, 'invalid', 'Too many properties.', '/data/attributes/properties')
    // The second of the same is taken, and left out.
    events.set(`${attributes.unique_id} ${metric} ${JSON.stringify(profile)}`, attributes)
    return { status: 202 }
  })
  return { ...vendor, events, profiles }
}

const within = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function isSomebody(profile: Record<string, unknown>): boolean {
  if (profile.phone_number !== undefined && !/^\+\d{7,15}$/.test(String(profile.phone_number))) return false
  return ['email', 'phone_number', 'external_id', 'anonymous_id'].some(key => typeof profile[key] === 'string')
}

const refused = (status: number, code: string, detail: string, pointer: string): Said => ({
  status,
  body: {
    errors: [{ id: 'f0e1', status, code, title: 'Invalid input.', detail, source: { pointer }, links: {}, meta: {} }]
  }
})
