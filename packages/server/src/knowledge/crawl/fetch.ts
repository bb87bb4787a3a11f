import type { Reach } from '../../outward/index.ts'
import { UnreachableError } from '../../outward/index.ts'

export type Fetched = {
  /** Where it was in the end. */
  url: string
  status: number
  type: string
  etag: string | null
  modified: string | null
  bytes: Buffer
}

const mostRedirects = 5
const timeoutMs = 20_000
export const pageBytes = 5 * 1024 * 1024

export const robotName = 'Foyer'

/** The host without `www.`: both are the same site to whoever owns it. */
const siteOf = (url: string) => URL.parse(url)?.host.replace(/^www\./, '')
export const isSameSite = (one: string, other: string): boolean =>
  siteOf(one) !== undefined && siteOf(one) === siteOf(other)

export type Fetch = (url: string, known?: { etag: string | null; modified: string | null }) => Promise<Fetched>

/** Follows redirects within the site, each judged like the first address; one that leads elsewhere is not followed. */
export const createFetch =
  (reach: Reach, publicUrl: string, signal: AbortSignal): Fetch =>
  async (url, known) => {
    let address = url
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const reached = await reach(address, {
        timeoutMs,
        mostBytes: pageBytes,
        signal,
        headers: {
          'user-agent': `${robotName}/1.0 (+${publicUrl})`,
          accept:
            'text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain, application/xml;q=0.9, */*;q=0.1',
          ...(known?.etag ? { 'if-none-match': known.etag } : {}),
          ...(known?.modified ? { 'if-modified-since': known.modified } : {})
        }
      })
      const { status, headers } = reached
      const isElsewhere = [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined
      if (!isElsewhere)
        return {
          url: address,
          status,
          type: headers['content-type'] ?? '',
          etag: headers.etag ?? null,
          modified: headers['last-modified'] ?? null,
          bytes: status === 200 ? await reached.bytes() : end(reached)
        }
      reached.end()
      const next = URL.parse(headers.location ?? '', address)?.href
      if (next === undefined || !isSameSite(next, url))
        throw new UnreachableError('address', `${address} sends elsewhere: ${next ?? headers.location}.`)
      address = next
    }
    throw new UnreachableError('address', `${url} sends from page to page and never arrives.`)
  }

function end(reached: { end(): void }): Buffer {
  reached.end()
  return Buffer.alloc(0)
}
