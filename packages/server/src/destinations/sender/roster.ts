import type { Sql } from 'postgres'
import { leaseMs } from './claim.ts'

const sayEveryMs = 1_000
/** Rows of those that were killed. */
const goneMs = 60_000

export type Roster = {
  me: string
  /** The processes that send, this one among them; nobody while it may not send. The same list until somebody comes or goes. */
  senders(): readonly string[]
  close(): Promise<void>
}

type Deps = {
  sql: Sql
  me: string
  /** No other process sends from these records. */
  isAlone: boolean
  clock: () => Date
  log: { warn(details: object, message: string): void }
}

const nobody: readonly string[] = []

/**
 * Who sends. A process says every second that it is there, and hears who else is: whatever it sends goes by that, and a request costs no
 * statement. One that comes waits until all others have heard of it; one that was halted, or does not reach the records, sends nothing
 * once its own lease is over, since the others share its part by then.
 */
export async function startRoster({ sql, me, isAlone, clock, log }: Deps): Promise<Roster> {
  if (isAlone) return { me, senders: () => [me], close: async () => undefined }
  let others: readonly string[] = nobody
  let all: readonly string[] = [me]
  let untilMs = 0
  /** By the clock of the records: when this process stood among the senders. Who was seen later knows of it. */
  let announced: string | null = null
  let isKnown = false
  let running: Promise<void> | null = null

  async function announce(): Promise<void> {
    isKnown = false
    const old = `${goneMs} milliseconds`
    await sql`DELETE FROM delivery_senders WHERE seen_at < now() - ${old}::interval`
    await sql`
      INSERT INTO delivery_senders (id, seen_at) VALUES (${me}, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()`
    // A statement of its own: whoever looks later than this sees the row.
    const [row] = await sql<{ now: string }[]>`SELECT clock_timestamp()::text AS now`
    announced = row?.now ?? null
  }

  async function say(): Promise<void> {
    const saidMs = clock().getTime()
    if (announced === null || saidMs > untilMs) await announce()
    const lease = `${leaseMs} milliseconds`
    const found = await sql<{ id: string; knowsMe: boolean }[]>`
      WITH said AS (UPDATE delivery_senders SET seen_at = now() WHERE id = ${me})
      SELECT id, seen_at > ${announced}::text::timestamptz AS "knowsMe" FROM delivery_senders
      WHERE id <> ${me} AND seen_at > now() - ${lease}::interval ORDER BY id`
    if (found.length !== others.length || found.some(({ id }, at) => id !== others[at])) {
      others = found.map(row => row.id)
      all = [me, ...others]
    }
    isKnown ||= found.every(row => row.knowsMe)
    untilMs = saidMs + leaseMs
  }

  const sayNext = () => {
    running ??= say()
      .catch(fault =>
        log.warn({ err: fault }, 'this process could not say that it sends; it is tried again in a second')
      )
      .finally(() => {
        running = null
      })
    return running
  }
  await sayNext()
  const timer = setInterval(() => void sayNext(), sayEveryMs)
  return {
    me,
    senders: () => (isKnown && clock().getTime() <= untilMs ? all : nobody),
    async close() {
      clearInterval(timer)
      await running
      await sql`DELETE FROM delivery_senders WHERE id = ${me}`.catch(fault =>
        log.warn({ err: fault }, 'this process still counts as a sender for a moment')
      )
    }
  }
}
