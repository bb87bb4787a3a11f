import { type ErrorBody, errorStatus } from '@foyer/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from './app-error.ts'
import { noteOn } from './noted.ts'
import { storeFailure } from './store-failure.ts'
import { type SchemaError, validationFailure } from './validation.ts'

export { AppError } from './app-error.ts'

export function errorBody(error: AppError, requestId: string): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.field === undefined ? {} : { field: error.field }),
      requestId
    }
  }
}

export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown, request, reply) => answerFailure(thrown, request, reply))
  app.setNotFoundHandler((request, reply) =>
    sendFailure(new AppError('not_found', `Nothing answers ${request.method} at this address.`), request, reply)
  )
}

export function answerFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asAppError(thrown, request)
  if (known?.code === 'too_large') letFinish(request, reply)
  if (known) {
    // A caller's mistake is the caller's to know; what the store refused may also be ours, so it stands in the log.
    const isOfStore = thrown instanceof Error && thrown.name === 'PostgresError'
    if (errorStatus[known.code] >= 500 || isOfStore) request.log.info({ err: thrown }, 'request refused')
    return sendFailure(known, request, reply)
  }
  request.log.error({ err: thrown }, 'request failed')
  const message = 'Something went wrong on the server. Try again; if it stays, look for this request id in its log.'
  return sendFailure(new AppError('internal', message), request, reply)
}

const mayFinishWithinMs = 5_000

/**
 * A sender that is cut off while it still writes never sees the answer that says why. It gets a few seconds to finish; what it
 * sends is thrown away as it comes.
 */
function letFinish(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection')
  setTimeout(() => {
    if (!request.raw.complete) request.raw.destroy()
  }, mayFinishWithinMs).unref()
}

function sendFailure(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.retryAfterSeconds !== undefined)
    reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterSeconds)))
  noteOn(request, { error: error.code })
  return reply.code(errorStatus[error.code]).type('application/json').send(errorBody(error, request.id))
}

type FastifyFailure = Error & {
  code?: string
  statusCode?: number
  validation?: SchemaError[]
  validationContext?: string
}

function asAppError(thrown: unknown, request: FastifyRequest): AppError | undefined {
  if (thrown instanceof AppError) return thrown
  if (!(thrown instanceof Error)) return undefined
  const failure = thrown as FastifyFailure
  if (failure.validation) {
    const context = failure.validationContext ?? 'body'
    const schema: Record<string, unknown> = { ...request.routeOptions.schema }
    return validationFailure(failure.validation, context, schema[context])
  }
  const requestFault = bodyFaults[failure.code ?? '']
  if (requestFault) return requestFault(request.routeOptions.bodyLimit ?? 0)
  // The sender hung up while its body was being read: nobody is left to answer, and nothing of ours failed.
  if (request.raw.destroyed && failure.code === 'ECONNRESET')
    return new AppError('malformed', 'The request ended before its body did.')
  const store = storeFailure(failure)
  if (store) return store
  if (failure.statusCode !== undefined && failure.statusCode >= 400 && failure.statusCode < 500)
    return new AppError('malformed', 'The request could not be read. Check its address, headers and body.')
  return undefined
}

const notJson = () =>
  new AppError('malformed', 'The body is not valid JSON, or has a key such as __proto__. Send one JSON object.')
const bodyFaults: Record<string, (limit: number) => AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: limit =>
    new AppError('too_large', `The body is larger than the ${limit} bytes this address accepts. Send less at a time.`),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new AppError('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () =>
    new AppError('malformed', 'The body is empty. Send a JSON object, or leave the Content-Type header out.'),
  FST_ERR_CTP_INVALID_JSON_BODY: notJson,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new AppError('malformed', 'The Content-Length header does not match the length of the body.'),
  FST_ERR_BAD_URL: () => new AppError('malformed', 'The address is not a valid URL path.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not_found', 'Nothing answers at this address.')
}
