import type { Attempt } from '@foyer/protocol'
import type { KnownDestination } from '../directory/destination.ts'
import type { OutgoingRequest } from '../kind.ts'
import { masking, shownRequest } from '../shown-request.ts'
import type { Response } from './reach-destination.ts'

const mostRequestChars = 16_000
const mostAnswerChars = 8_000
/** Of what goes with many others the same request would be kept many times. */
const mostTogetherChars = 2_000
const mostKept = 6

/** What is kept of one try. No secret stands in it, nor the visitor's address, which is kept no longer than the delivery waits. */
export function recordAttempt(
  { kind, settings }: KnownDestination,
  tried: {
    at: Date
    durationMs: number
    verdict: Attempt['verdict']
    advice: string
    request: OutgoingRequest | null
    response: Response | null
    /** Addresses of the visitors. */
    addresses: readonly string[]
    together: number
  }
): Attempt {
  const secrets = masking(kind, settings)
  // On one machine both are the same; where it is sent is no trace of anybody.
  const own = URL.parse(tried.request?.url ?? '')?.hostname.replace(/^\[|\]$/g, '')
  const addresses = tried.addresses.filter(address => address !== own)
  const masked = (text: string) =>
    addresses.reduce((left, address) => left.replaceAll(address, '(address)'), secrets(text))
  const most = tried.together > 1 ? mostTogetherChars : mostRequestChars
  const shown = tried.request && shownRequest(tried.request, kind, settings)
  const { response } = tried
  return {
    at: tried.at.toISOString(),
    verdict: tried.verdict,
    durationMs: Math.round(tried.durationMs * 10) / 10,
    advice: masked(tried.advice),
    ...(shown
      ? {
          request: {
            ...shown,
            url: masked(shown.url),
            headers: mapped(shown.headers, masked),
            body: cut(masked(shown.body), most)
          }
        }
      : {}),
    ...(response && 'answer' in response
      ? {
          response: {
            status: response.answer.status,
            headers: mapped(response.answer.headers, masked),
            body: cut(masked(response.answer.body), Math.min(most, mostAnswerChars))
          }
        }
      : {}),
    ...faultOf(response, masked),
    ...(tried.together > 1 ? { together: tried.together } : {})
  }
}

const faultOf = (response: Response | null, masked: (text: string) => string) => {
  const fault = response && ('fault' in response ? response.fault : response.broken)
  return fault ? { fault: masked(fault) } : {}
}

const mapped = (headers: Readonly<Record<string, string>>, masked: (text: string) => string) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, name.toLowerCase() === 'set-cookie' ? '•••' : masked(value)])
  )

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text)

/** The first tries tell how it began, the last ones how it stands. */
export const logged = (log: readonly Attempt[], attempt: Attempt): Attempt[] => {
  const all = [...log, attempt]
  return all.length <= mostKept ? all : [...all.slice(0, 2), ...all.slice(2 - mostKept)]
}
