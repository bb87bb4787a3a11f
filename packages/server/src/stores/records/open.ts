import { join } from 'node:path'
import type { Sql } from 'postgres'
import { type ConnectionTarget, connect, serverAt } from './connect.ts'
import { startEmbedded } from './embedded/start.ts'
import { holdEventStore } from './event-store-lock.ts'
import type { RecordsLog } from './log.ts'
import { migrate } from './migrate.ts'
import { assertServer } from './server-version.ts'

export type Records = {
  /** One pool. Timestamps come back as Date, bigint as number. */
  sql: Sql
  /** Throws when the store does not answer. */
  health(): Promise<void>
  close(): Promise<void>
}

export type RecordsOptions = {
  /** A PostgreSQL of one's own; without it the embedded one runs inside the folder. */
  url?: string | undefined
  folder: string
  log: RecordsLog
  /** Of a PostgreSQL of one's own: whether the events beside it are of this process alone, so that no other may use it too. */
  ownEvents?: boolean
  /** Where the migrations are read from; only the store's own tests name another place. */
  migrations?: string
}

const closeTimeoutSeconds = 5

export async function openRecords(options: RecordsOptions): Promise<Records> {
  const { log } = options
  const embedded = options.url === undefined ? await startEmbedded({ folder: options.folder, log }) : undefined
  try {
    const target = embedded?.target ?? serverAt(options.url ?? '')
    await prepareSchema(target, options.migrations ?? join(import.meta.dirname, 'migrations'), log)
    const held =
      embedded || options.ownEvents === undefined ? undefined : await holdEventStore(target, log, options.ownEvents)
    const sql = connect(target, log)
    return {
      sql,
      async health() {
        await sql`select 1`
      },
      async close() {
        await sql.end({ timeout: closeTimeoutSeconds })
        await held?.release()
        await embedded?.stop()
      }
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

/** On a connection of its own: a migration may take longer than any query of a request. */
async function prepareSchema(target: ConnectionTarget, migrations: string, log: RecordsLog): Promise<void> {
  const sql = connect(target, log, { connections: 1, statementTimeoutMs: 0 })
  try {
    await assertServer(sql, target)
    await migrate(sql, migrations, log)
  } finally {
    await sql.end({ timeout: closeTimeoutSeconds })
  }
}
