import postgres, { type Options, type Sql } from 'postgres'
import { StartError } from '../../start-error.ts'
import type { RecordsLog } from './open.ts'

export type ConnectionTarget = {
  /** For messages; never holds a password. */
  name: string
  url?: string
  /** The embedded server's socket file. */
  socket?: string
}

export const embeddedUser = 'foyer'
export const embeddedDatabase = 'postgres'

const poolSize = 10
const statementTimeoutMs = 30_000
// A transaction that was begun and forgotten holds its locks and stops the clean-up of old rows for everyone.
const idleInTransactionTimeoutMs = 15_000
const connectTimeoutSeconds = 5
// Each waiting query costs one attempt to connect: short pauses let a queue fail fast while the server is away, and find
// it soon after it is back. postgres.js' own pauses grow to 20 s.
const longestPauseSeconds = 0.1

export function serverAt(url: string): ConnectionTarget {
  const parsed = URL.parse(url)
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2)
    throw new StartError('FOYER_POSTGRES_URL must look like postgres://user:password@host:5432/database.')
  return { name: `${parsed.hostname || 'localhost'}:${parsed.port || '5432'}${parsed.pathname}`, url }
}

export function connect(
  target: ConnectionTarget,
  log: RecordsLog,
  limits: { connections?: number; statementTimeoutMs?: number } = {}
): Sql {
  const options: Options<{ int8: postgres.PostgresType<number> }> & { max_pipeline: number } = {
    // With the usual 100, a BEGIN that is the hundredth in line on a busy connection is sent and not known for one (UNSAFE_TRANSACTION),
    // and the connection goes back with a transaction open. Four thousand sockets that came at once made such a line.
    max_pipeline: 1_000_000,
    max: limits.connections ?? poolSize,
    connect_timeout: connectTimeoutSeconds,
    backoff: failures => Math.min(0.01 * 2 ** failures, longestPauseSeconds),
    connection: {
      application_name: 'foyer',
      // Milliseconds.
      statement_timeout: limits.statementTimeoutMs ?? statementTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      TimeZone: 'UTC'
    },
    // Counters and positions stay far below 2^53, and a bigint could not go into JSON.
    types: { int8: { to: 20, from: [20], serialize: String, parse: Number } },
    onnotice: notice => log.info({ notice: notice.message }, 'notice from the records store')
  }
  const sql = target.socket
    ? postgres({ ...options, path: target.socket, user: embeddedUser, database: embeddedDatabase, ssl: false })
    : postgres(target.url ?? '', options)
  // The extra type changes nothing a caller can see, so rooms need only know the plain `Sql`.
  return sql as unknown as Sql
}
