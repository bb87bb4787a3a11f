import type { Http } from './http.ts'
import type { Identity } from './identity.ts'
import { type Bytes, eventId } from './ids.ts'
import { redact } from './redact.ts'
import type { Store } from './storage.ts'

const lookEveryMs = 1000

/** The tracker has been at work in the life of this page: it says itself which pages were seen. */
export const isTracked = (store: Store, agentId: string, pageStart: number): boolean => {
  const visit = store.read<{ at?: number }>(`${agentId}_session`)
  // It writes the time of a visit every five seconds at most.
  return (visit?.at ?? 0) >= pageStart - 5_000
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
    const path = redact(new URL(url).pathname)
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
            url: redact(url),
            path,
            title: title.slice(0, 512),
            ...(from && { referrer: redact(from) })
          }
        ]
      }
    })
  }
  report()
  const timer = setInterval(report, lookEveryMs)
  return () => clearInterval(timer)
}
