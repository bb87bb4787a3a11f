import { jsonOf, openVendor } from './vendor.ts'

export async function openSlack(path = '/services/T000/B000/a-secret') {
  const messages: string[] = []
  const vendor = await openVendor(asked => {
    if (asked.path !== path) return { status: 403, body: 'invalid_token' }
    const body = jsonOf(asked)
    if (!body) return { status: 400, body: 'invalid_payload' }
    if (typeof body.text !== 'string' || body.text === '') return { status: 400, body: 'no_text' }
    messages.push(body.text)
    return { status: 200, body: 'ok' }
  })
  return { ...vendor, messages, webhookUrl: `${vendor.url}${path}` }
}
