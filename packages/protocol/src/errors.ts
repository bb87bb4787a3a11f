import { type Static, Type } from 'typebox'

/** Every failure anywhere answers with this shape. The message says what to do; a stack trace never leaves the server. */
export const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    field: Type.Optional(Type.String()),
    requestId: Type.String()
  })
})
export type ErrorBody = Static<typeof ErrorBody>

/** The stable codes and the status each one answers with. docs/errors.md lists them; a test holds the two together. */
export const errorStatus = {
  malformed: 400,
  no_credential: 401,
  wrong_credential: 401,
  expired_token: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  too_many_requests: 429,
  internal: 500,
  store_behind: 503,
  shutting_down: 503
} as const
export type ErrorCode = keyof typeof errorStatus

/** Why one event of a batch was not stored. Each is also a column of the loss ledger. */
export const rejectCodes = [
  'invalid_event',
  'unknown_type',
  /** A call of Segment's API that says of nobody that it was theirs. */
  'nobody',
  'properties_too_large',
  'properties_too_deep',
  'too_old',
  'in_the_future',
  'unstorable',
  /** Of somebody who was erased, from before they were. */
  'erased'
] as const
export const RejectCode = Type.Enum([...rejectCodes])
export type RejectCode = (typeof rejectCodes)[number]
