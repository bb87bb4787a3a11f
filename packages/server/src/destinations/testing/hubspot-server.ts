import { jsonOf, openVendor, type Said } from './vendor.ts'

const contactProperties = new Set(['email', 'firstname', 'lastname', 'phone', 'company', 'website', 'lifecyclestage'])

/** With the events that were defined there: their names, and those of their properties. */
export async function openHubspot(token: string, defined: Readonly<Record<string, readonly string[]>>) {
  const contacts = new Map<string, Record<string, unknown>>()
  const events: Record<string, unknown>[] = []
  const vendor = await openVendor(asked => {
    if (asked.headers.authorization !== `Bearer ${token}`)
      return refused(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.')
    const body = jsonOf(asked)
    if (!body) return refused(400, 'VALIDATION_ERROR', 'Invalid input JSON')
    if (asked.path === '/events/v3/send') {
      const properties = Object.hasOwn(defined, String(body.eventName)) ? defined[String(body.eventName)] : undefined
      if (!properties) return refused(404, 'OBJECT_NOT_FOUND', `No event type definition for ${body.eventName}`)
      const unknown = Object.keys(body.properties ?? {}).find(key => !properties.includes(key))
      if (unknown) return refused(400, 'VALIDATION_ERROR', `Property ${unknown} does not exist`)
      if (!body.email && !body.objectId && !body.utk) return refused(400, 'VALIDATION_ERROR', 'No contact was given')
      events.push(body)
      return { status: 204 }
    }
    if (asked.path !== '/crm/v3/objects/contacts/batch/upsert')
      return refused(404, 'OBJECT_NOT_FOUND', 'resource not found')
    const inputs = body.inputs as { idProperty: string; id: string; properties: Record<string, unknown> }[]
    if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > 100)
      return refused(400, 'VALIDATION_ERROR', 'inputs must have 1 to 100 items')
    for (const { id, idProperty, properties } of inputs) {
      if (idProperty !== 'email' || !/^\S+@\S+\.\S+$/.test(id))
        return refused(400, 'VALIDATION_ERROR', `Email address ${id} is invalid`)
      const unknown = Object.keys(properties).find(key => !contactProperties.has(key))
      if (unknown) return refused(400, 'VALIDATION_ERROR', `Property "${unknown}" does not exist`)
    }
    // HubSpot writes addresses small.
    for (const { id, properties } of inputs)
      contacts.set(id.toLowerCase(), { ...contacts.get(id.toLowerCase()), ...properties })
    return {
      status: 200,
      body: { status: 'COMPLETE', results: inputs.map(({ id }) => ({ id: '101', properties: { email: id } })) }
    }
  })
  return { ...vendor, contacts, events }
}

const refused = (status: number, category: string, message: string): Said => ({
  status,
  body: { status: 'error', message, correlationId: '7a1c', category }
})
