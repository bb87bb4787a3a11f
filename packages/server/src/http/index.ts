import { randomBytes } from 'node:crypto'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { type Authenticate, installAccess } from './access.ts'
import { type AddressRange, addressOf } from './address.ts'
import { AppError, answerFailure, errorBody, installErrors } from './errors.ts'
import { installHeaders } from './headers.ts'

export * from './access.ts'
export * from './address.ts'
export { addressSpan } from './address-span.ts'
export { AppError, notFound } from './app-error.ts'
export * from './cors.ts'
export * from './ids.ts'
export * from './log-redaction.ts'
export { noteOn } from './noted.ts'
export { begun, inPieces } from './outgoing-file.ts'
export * from './pagination.ts'
export * from './rate-limit.ts'
export { assertNotCrossSite, isOwnOrigin } from './same-origin.ts'
export { checkedBy } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's IP address, through trusted proxies only. `request.ip` is the socket's. */
    address: string
  }
}

// It names a line of the log and opens nothing, so a number behind what is this process's own will do: randomness for each
// was 3 % of what a small batch costs.
const ownRequests = randomBytes(6).toString('hex')
let requests = 0
function newRequestId(): string {
  requests += 1
  return `req_${ownRequests}${requests.toString(16).padStart(8, '0')}`
}

const unreadable: Record<string, { status: string; failure: AppError }> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    failure: new AppError('too_large', 'The headers of the request are too large.')
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    failure: new AppError('malformed', 'The request did not arrive in time. Send it again.')
  }
}
const notHttp = {
  status: '400 Bad Request',
  failure: new AppError('malformed', 'This is not a valid HTTP request.')
}

/** Passed to `Fastify()`: what a plugin can no longer decide. A caller's own request id is never taken over. */
export const serverOptions = {
  genReqId: newRequestId,
  bodyLimit: 1024 * 1024,
  // From its first byte to its last. Fastify's own is none, and a body that never ends would be held for ever.
  requestTimeout: 300_000,
  // Answered in our own error shape by the onRequest hook below.
  return503OnClosing: false,
  trustProxy: false,
  frameworkErrors: (error, request, reply) => void answerFailure(error, request, reply),
  clientErrorHandler(error, socket) {
    // Bytes that are not HTTP: there is no request to answer through, only a socket.
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const { status, failure } = unreadable[error.code] ?? notHttp
    const body = JSON.stringify(errorBody(failure, newRequestId()))
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
    )
  }
} satisfies FastifyServerOptions

export type HttpOptions = {
  authenticate: Authenticate
  publicUrl: string
  trustedProxies: readonly AddressRange[]
}

/** Everything that holds for every route. Call it on the root instance before any route is registered. */
export function installHttp(app: FastifyInstance, options: HttpOptions): void {
  // Never turns "5" into 5 in a body as the default compiler does; query strings and paths are converted.
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  // A form can post text to us from any page; only the doors that take beacons read it, and they say so themselves.
  app.removeContentTypeParser('text/plain')
  installErrors(app)
  installHeaders(app, options)
  app.decorateRequest('address', '')
  app.decorateRequest('noted', null)
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  // These hooks run for every event that arrives: with a callback they cost no promise.
  app.addHook('onRequest', (request, _reply, done) => {
    request.address = addressOf(request.raw, options.trustedProxies)
    if (isClosing)
      done(new AppError('shutting_down', 'The server is stopping. Try again shortly.', { retryAfterSeconds: 2 }))
    else done()
  })
  // A connection kept alive after its last answer would hold the stop up until it times out, 72 s later.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
  installAccess(app, options)
}
