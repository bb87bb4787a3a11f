import { createHash } from 'node:crypto'
import { onlyOne, record, textOf, under } from '../fields.ts'
import type { Built, Mapped, Moment } from '../kind.ts'

const mostProperties = 50

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const one = onlyOne(mapped)
  return one.to === 'contact' ? contact(one, at) : occurrence(one, at)
}

function contact({ fields }: Mapped, at: Moment): Built {
  const email = textOf(fields.email).trim()
  return post(at, '/crm/v3/objects/contacts/batch/upsert', {
    inputs: [{ idProperty: 'email', id: email, properties: texts({ ...record(fields.properties), email }) }]
  })
}

function occurrence({ fields, event }: Mapped, at: Moment): Built {
  const { event_name: name, properties, ...whose } = fields
  const hub = at.settings.hub_id
  const isWhole = /^pe\d+_/.test(textOf(name))
  if (!isWhole && !hub)
    return {
      invalid: 'Events need the Hub ID, which their names begin with. Give it in the settings.',
      reason: 'no_hub_id'
    }
  if (Object.keys(whose).length === 0)
    return { invalid: 'HubSpot has to know whose it is: map email, objectId or utk.', reason: 'no_contact' }
  if (Object.keys(record(properties)).length > mostProperties)
    return { invalid: 'HubSpot takes 50 properties of an event. Map fewer.', reason: 'too_many_properties' }
  return post(at, '/events/v3/send', {
    eventName: isWhole ? textOf(name) : `pe${hub}_${plain(textOf(name))}`,
    ...whose,
    occurredAt: new Date(event.timeMs).toISOString(),
    uuid: uuidOf(at.part === undefined ? event.id : `${event.id}:${at.part}`),
    ...(properties === undefined ? {} : { properties: texts(record(properties)) })
  })
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')

/** HubSpot's properties are texts and numbers. */
const texts = (properties: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    ])
  )

/** The same event has the same one, whatever its own id looks like. */
function uuidOf(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id
  const hex = createHash('sha256').update(id).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const post = (at: Moment, path: string, body: unknown): Built => ({
  request: {
    method: 'POST',
    url: under(at.settings.endpoint, path),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${at.settings.access_token}` },
    body: JSON.stringify(body)
  }
})
