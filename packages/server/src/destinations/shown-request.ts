import { gunzipSync } from 'node:zlib'
import type { ShownRequest } from '@foyer/protocol'
import type { Kind, OutgoingRequest, Settings } from './kind.ts'

const mask = '••••••'
/** What is shown of a body; the rest is only sent. */
const mostChars = 100_000

/** The last part of a JWT: with it, it would pass for whoever it names. */
const tokenSignatures = /\b(eyJ[\w-]+\.eyJ[\w-]+\.)[\w-]{16,}/g
const hiddenHeaders: Readonly<Record<string, (value: string) => string>> = {
  authorization: value => value.replace(/^(\w+ )?.*$/s, `$1${mask}`),
  cookie: () => mask,
  'webhook-signature': value => value.replaceAll(/v1,\S+/g, `v1,${mask}`)
}

/**
 * A request as the team may see it: no secret of the settings stands in it, nor what is made of one. So is a signature: a preview would otherwise
 * sign whatever somebody who may only look asks it to.
 */
export function shownRequest(request: OutgoingRequest, kind: Kind, settings: Settings): ShownRequest {
  const masked = masking(kind, settings)
  return {
    method: request.method,
    url: masked(request.url),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        masked((hiddenHeaders[name.toLowerCase()] ?? (same => same))(value))
      ])
    ),
    body: shownBody(request.body, masked)
  }
}

/** Takes the secrets out of any text that is about a delivery: an answer may say them back. */
export function masking(kind: Kind, settings: Settings): (text: string) => string {
  const secrets = [
    ...kind.settings.filter(field => field.kind === 'secret').map(field => settings[field.key]),
    ...(kind.hides?.(settings) ?? [])
  ]
    .filter(secret => typeof secret === 'string' && secret.length > 0)
    .flatMap(secret => [...new Set([secret, encodeURIComponent(String(secret)), JSON.stringify(secret).slice(1, -1)])])
    .sort((a, b) => String(b).length - String(a).length) as string[]
  return text =>
    secrets.reduce((masked, secret) => masked.replaceAll(secret, mask), text).replace(tokenSignatures, `$1${mask}`)
}

function shownBody(body: string | Uint8Array, masked: (text: string) => string): string {
  const read = typeof body === 'string' ? body : unpacked(body)
  if (read === undefined) return `${body.length.toLocaleString('en-GB')} bytes`
  const text = masked(prettyIfJson(read))
  return text.length > mostChars ? `${text.slice(0, mostChars)}\n… ${text.length - mostChars} more characters` : text
}

function prettyIfJson(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch (fault) {
    if (fault instanceof SyntaxError) return body
    throw fault
  }
}

/** What is compressed is shown as what it says, where that is not more than anybody reads. */
function unpacked(body: Uint8Array): string | undefined {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return undefined
  try {
    return gunzipSync(body, { maxOutputLength: 10 * mostChars }).toString('utf8')
  } catch (fault) {
    if (fault instanceof RangeError) return undefined
    throw fault
  }
}
