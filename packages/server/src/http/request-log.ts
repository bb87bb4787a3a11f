import type { FastifyRequest } from 'fastify'

/**
 * What the log keeps of a request: its route, never its address. Addresses carry invitation tokens, search texts with
 * e-mail addresses, and ids that belong to visitors.
 */
export const requestForLog = (request: FastifyRequest) => ({
  method: request.method,
  route: request.routeOptions?.url ?? '(no route)'
})

/** Header and body fields that pino blanks wherever they turn up. */
export const redactedPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.token',
  '*.secret',
  '*.identitySecret',
  '*.key'
]
