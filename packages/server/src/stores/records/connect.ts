import postgres, { type ISql, type Options, type Sql, type TransactionSql } from 'postgres'
import { StartError } from '../../start-error.ts'
import type { RecordsLog } from './log.ts'

export type ConnectionTarget = {
  /** For messages; never holds a password. */
  name: string
  url?: string
  /** The embedded server's socket file. */
  socket?: string
}

export const embeddedUser = 'foyer'
export const embeddedDatabase = 'postgres'

// Transactions have connections of their own, see below.
const poolSizes = { queries: 6, transactions: 10 }
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

type Limits = {
  connections?: number
  statementTimeoutMs?: number
  /** What its session holds must outlive the half hour after which a connection is made anew. */
  isKept?: boolean
  onLost?: () => void
}

export function connect(target: ConnectionTarget, log: RecordsLog, limits: Limits = {}): Sql {
  const pool = (max: number) => {
    const options: Options<{ int8: postgres.PostgresType<number> }> = {
      max,
      connect_timeout: connectTimeoutSeconds,
      backoff: failures => Math.min(0.01 * 2 ** failures, longestPauseSeconds),
      connection: {
        application_name: 'foyer',
        // Milliseconds.
        statement_timeout: limits.statementTimeoutMs ?? statementTimeoutMs,
        idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
        TimeZone: 'UTC',
        // Where the machine of a process is gone, the server finds out within half a minute and lets go of what it held.
        ...(limits.isKept ? { tcp_keepalives_idle: 15, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 } : {})
      },
      ...(limits.isKept ? { max_lifetime: null } : {}),
      ...(limits.onLost ? { onclose: limits.onLost } : {}),
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
  if (limits.connections !== undefined) return pool(limits.connections)
  return apart(pool(poolSizes.queries), pool(poolSizes.transactions))
}

/**
 * A BEGIN that postgres.js puts behind other queries on a busy connection is sent, but the connection is not kept for it when the
 * line is long or the socket full (UNSAFE_TRANSACTION): it goes back with a transaction open, and what others write there
 * is never committed. Seen with four thousand sockets at once. Where only transactions go, nothing stands before a BEGIN.
 */
function apart(queries: Sql, transactions: Sql): Sql {
  const end = queries.end.bind(queries)
  return Object.assign(queries, {
    begin: withAfterwards(transactions.begin),
    end: async (options?: { timeout?: number }) => {
      await Promise.all([transactions.end(options), end(options)])
    }
  })
}

type Work = (tx: TransactionSql) => unknown
const afterwards = new WeakMap<object, (() => Promise<void>)[]>()

/** Once the transaction is committed, before its `begin` answers; at once when there is no transaction. */
export async function onceCommitted(sql: ISql, work: () => Promise<void>): Promise<void> {
  const works = afterwards.get(sql)
  if (works) works.push(work)
  else await work()
}

function withAfterwards(begin: Sql['begin']): Sql['begin'] {
  const all = async (first: string | Work, second?: Work) => {
    const works: (() => Promise<void>)[] = []
    const noting = (work: Work) => (tx: TransactionSql) => {
      afterwards.set(tx, works)
      return work(tx)
    }
    const result = await (typeof first === 'string' ? begin(first, noting(second as Work)) : begin(noting(first)))
    await Promise.all(works.map(work => work()))
    return result
  }
  return all as Sql['begin']
}
