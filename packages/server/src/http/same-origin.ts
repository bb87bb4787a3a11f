import type { FastifyRequest } from 'fastify'
import { AppError } from './app-error.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
export const isMutating = (request: FastifyRequest) => !safeMethods.has(request.method)

/**
 * A browser adds the cookie by itself, so a request that changes something must also show that our own page sent it:
 * no form and no `fetch` without a preflight can set `X-Foyer`, and no page can forge Origin or Sec-Fetch-Site.
 */
export function assertSameOrigin(request: FastifyRequest, publicUrl: string): void {
  if (request.headers['x-foyer'] !== '1')
    throw new AppError('forbidden', 'Send the header X-Foyer: 1 with a request that changes something by cookie.')
  assertNotCrossSite(request, publicUrl)
}

/** For what changes something without a cookie, such as signing in; a server or a script sends neither header. */
export function assertNotCrossSite(request: FastifyRequest, publicUrl: string): void {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const isOurs =
    (site === undefined || site === 'same-origin') && (origin === undefined || isOwnOrigin(origin, request, publicUrl))
  if (!isOurs) throw new AppError('forbidden', 'This request came from another site and was refused.')
}

/** Also a WebSocket's only guard: browsers send cookies with a cross-site upgrade, but never a false Origin. */
export function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  const url = URL.parse(origin)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false
  // The Host header covers whoever reaches this server by another name than its public one (127.0.0.1, localhost).
  return url.origin === URL.parse(publicUrl)?.origin || url.host === request.headers.host?.toLowerCase()
}
