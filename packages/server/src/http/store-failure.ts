import { AppError } from './app-error.ts'

// postgres.js names its own failures; the system names those of the socket; PostgreSQL answers with five-character SQLSTATEs.
const connectionFailures = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN'
])

// 08 connection, 53 out of resources, 57014 statement timeout, 57P0x shutting down or starting, 25006 read-only standby,
// 40001/40P01 lost to a concurrent transaction: all pass with time, so the caller is asked to come back.
const passingStates = /^(08...|53...|57014|57P0[1-5]|25006|40001|40P01)$/
// A value that no column can hold, whatever the schemas let through: a number or a time out of range, NUL, half a character.
const unstorable = /^(22003|22008|22021|22P02|22P05)$/

// What a row was to hang on was there a moment before, and has been deleted since.
const orphaned = '23503'

export function storeFailure(error: Error & { code?: string; syscall?: string }): AppError | undefined {
  const code = error.code ?? ''
  // ENOENT is a store's failure only when it is its socket that is missing, not a file.
  const isConnection = connectionFailures.has(code) && (code !== 'ENOENT' || error.syscall === 'connect')
  if (isConnection || passingStates.test(code))
    return new AppError(
      'store_behind',
      'The store does not answer right now. Nothing was changed; try again shortly.',
      {
        retryAfterSeconds: 2
      }
    )
  if (code === orphaned)
    return new AppError('conflict', 'What this belongs to was deleted in this moment. Nothing was changed; look again.')
  if (unstorable.test(code))
    return new AppError(
      'invalid',
      'A value cannot be stored: it is out of range, or a text holds a character such as NUL. Correct it and send again.'
    )
  return undefined
}
