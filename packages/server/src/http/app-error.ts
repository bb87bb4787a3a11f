import type { ErrorCode } from '@foyer/protocol'

/** A failure whose code and sentence are meant for the caller. Anything else thrown is answered as `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, extra: { field?: string; retryAfterSeconds?: number } = {}) {
    super(message)
    this.code = code
    this.field = extra.field
    this.retryAfterSeconds = extra.retryAfterSeconds
  }
}

/** One answer for "there is none" and "there is one, but not yours", so that existence stays a secret. */
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what}. Check the id.`)
