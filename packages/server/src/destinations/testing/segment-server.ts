import { jsonOf, openVendor } from './vendor.ts'

type Call = { type?: string; messageId?: string; userId?: string; anonymousId?: string; event?: string }

/** `/v1/batch` with the limits of Segment, and the answers of RudderStack to a write key it does not know. */
export async function openSegment(writeKey: string) {
  const kept = new Map<string, Call>()
  const vendor = await openVendor(asked => {
    if (asked.method !== 'POST' || asked.path !== '/v1/batch') return { status: 404, body: 'source is disabled' }
    const basic = Buffer.from(String(asked.headers.authorization).replace(/^Basic /, ''), 'base64').toString()
    if (basic !== `${writeKey}:`) return { status: 401, body: 'Invalid write key' }
    const batch = jsonOf(asked)?.batch
    if (!Array.isArray(batch) || batch.length === 0 || batch.length > 2_500 || asked.body.length > 500 * 1024)
      return { status: 400, body: { success: false, message: 'malformed JSON' } }
    const calls = batch as Call[]
    if (
      calls.some(call => !call.type || JSON.stringify(call).length > 32 * 1024 || (call.messageId ?? '').length >= 100)
    )
      return { status: 400, body: { success: false, message: 'malformed JSON' } }
    // Without an id it is taken, and dropped behind the door.
    for (const call of calls)
      if (call.messageId && (call.userId || call.anonymousId) && !kept.has(call.messageId))
        kept.set(call.messageId, call)
    return { status: 200, body: { success: true } }
  })
  return { ...vendor, kept }
}
