import type { Http } from './http.ts'
import type { Identity } from './identity.ts'
import { type Bytes, dashed, randomHex } from './ids.ts'

const lookEveryMs = 1000

/** UUIDv7, what an event is told apart by. */
const eventId = (now: number, bytes: Bytes): string => {
  const hex = randomHex(bytes, 10)
  return dashed(`${now.toString(16).padStart(12, '0')}7${hex.slice(1, 4)}a${hex.slice(5)}`)
}

/**
 * F7 without the tracker: the page's address and title, and those of every page the visitor goes on to without a new load. The
 * address is looked at, never listened for: nothing of the page's own is wrapped. A page that could not be told is not kept.
 */
export const reportPages = (given: {
  agentId: string
  http: Http
  identity: Identity
  now: () => number
  bytes: Bytes
  redact: (url: string) => string
  page: () => { url: string; title: string; referrer: string }
}): (() => void) => {
  let last: string | undefined
  let referrer = given.page().referrer
  const report = async () => {
    const { url, title } = given.page()
    if (url === last) return
    const from = last === undefined ? referrer : last
    last = url
    referrer = from
    if ((await given.identity.ensure()) !== 'known') return
    const visitorId = given.identity.visitorId()
    const token = given.identity.token()
    if (!visitorId || !token) return
    const at = new Date(given.now()).toISOString()
    const path = given.redact(new URL(url).pathname)
    await given.http(`/api/visitors/${visitorId}/events`, {
      token,
      json: {
        agentId: given.agentId,
        sentAt: at,
        events: [
          {
            id: eventId(given.now(), given.bytes),
            type: 'page',
            timestamp: at,
            url: given.redact(url),
            path,
            title: title.slice(0, 512),
            ...(from && { referrer: given.redact(from) })
          }
        ]
      }
    })
  }
  report()
  const timer = setInterval(report, lookEveryMs)
  return () => clearInterval(timer)
}
