import type { Sql } from 'postgres'
import { StartError } from '../../start-error.ts'
import { type ConnectionTarget, connect } from './connect.ts'
import type { RecordsLog } from './log.ts'

// Any fixed number of its own, the same in every Foyer process.
const lock = 4_670_733
/** The session of a process that was killed ends a moment later. */
const patienceMs = 10_000
const againMs = 250
const retakeMs = 250

/**
 * Processes that share a PostgreSQL must share their events: what one of them received is carried on by any. Those with a ClickHouse by URL
 * hold this lock together, one with an embedded store holds it alone, for as long as it runs.
 */
export async function holdEventStore(
  target: ConnectionTarget,
  log: RecordsLog,
  isOwn: boolean
): Promise<{ release(): Promise<void> }> {
  let isClosed = false
  let retaking: NodeJS.Timeout | undefined
  const sql = connect(target, log, {
    connections: 1,
    isKept: true,
    // Whoever lost the connection has lost the lock with it.
    onLost: () => {
      if (!isClosed) retake()
    }
  })
  const retake = () => {
    clearTimeout(retaking)
    retaking = setTimeout(() => {
      taken(sql, isOwn).then(
        isTaken => {
          if (isTaken || isClosed) return
          log.error('another Foyer has the records to itself, or events of its own: stop one of them')
          retake()
        },
        () => {
          // The server is still away: the lock is taken once it is back.
          if (!isClosed) retake()
        }
      )
    }, retakeMs).unref()
  }
  const release = async () => {
    isClosed = true
    clearTimeout(retaking)
    await sql.end({ timeout: 1 })
  }
  for (let waitedMs = 0; !(await taken(sql, isOwn)); waitedMs += againMs) {
    if (waitedMs >= patienceMs) {
      await release()
      throw new StartError(
        `Another Foyer uses the PostgreSQL at ${target.name}, and ${isOwn ? 'this one' : 'that one'} has an event store of its own: stop the other, or give both the same FOYER_CLICKHOUSE_URL.`
      )
    }
    await new Promise(done => setTimeout(done, againMs))
  }
  return { release }
}

async function taken(sql: Sql, isOwn: boolean): Promise<boolean> {
  const [row] = isOwn
    ? await sql<{ taken: boolean }[]>`SELECT pg_try_advisory_lock(${lock}) AS taken`
    : await sql<{ taken: boolean }[]>`SELECT pg_try_advisory_lock_shared(${lock}) AS taken`
  return row?.taken === true
}
