import type { ShownRequest } from '@foyer/protocol'
import type { Kind, OutgoingRequest, Settings } from '../kind.ts'

const shown = '•••'
const mostRequestChars = 16_000
const mostAnswerChars = 8_000
/** Whatever stands in them opens something, and is made anew for each request. */
const closedHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'])
/** Shorter ones would blank out half of a text and hide nothing. */
const shortestSecret = 4

export type Mask = {
  text(text: string): string
  request(request: OutgoingRequest): ShownRequest
  answer(answer: { status: number; headers: Readonly<Record<string, string>>; body: string }): {
    status: number
    headers: Record<string, string>
    body: string
  }
}

/** Hides what is secret of a destination, as it is and as it is written in addresses and JSON; `also` what is hidden of this one event. */
export function maskOf(kind: Kind, settings: Settings, also: readonly string[] = []): Mask {
  const secrets = kind.settings
    .filter(field => field.kind === 'secret')
    .map(field => settings[field.key])
    .filter(value => typeof value === 'string')
  const hidden = [...secrets, ...(kind.hides?.(settings) ?? []), ...also]
    .filter(text => text.length >= shortestSecret)
    .flatMap(text => [
      text,
      encodeURIComponent(text),
      JSON.stringify(text).slice(1, -1),
      Buffer.from(text).toString('base64')
    ])
    // The longer first: one secret may be the beginning of another.
    .sort((a, b) => b.length - a.length)
  const all = [...new Set(hidden)]
  const text = (given: string) => all.reduce((left, secret) => left.replaceAll(secret, shown), given)
  const headers = (given: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, closedHeaders.has(name.toLowerCase()) ? shown : text(value)])
    )
  return {
    text,
    request: ({ method, url, headers: given, body }) => ({
      method,
      url: text(url),
      headers: headers(given),
      body:
        typeof body === 'string' ? cut(text(pretty(body, mostRequestChars)), mostRequestChars) : `(${body.length} bytes)`
    }),
    answer: ({ status, headers: given, body }) => ({
      status,
      headers: headers(given),
      body: cut(text(body), mostAnswerChars)
    })
  }
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text)

function pretty(body: string, most: number): string {
  if (body.length > most || !/^[[{]/.test(body)) return body
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    // A form, or a text: shown as it is.
    return body
  }
}
