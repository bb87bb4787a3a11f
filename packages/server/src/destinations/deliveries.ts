import { randomUUID } from 'node:crypto'
import type { ISql, Sql } from 'postgres'
import type { Reach } from '../outward/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import type { CurrentConsents } from './consent/consents.ts'
import { openDirectory } from './directory/directory.ts'
import { keepAge } from './history/age.ts'
import { startMover } from './history/mover.ts'
import { createMembers } from './in-segment/members.ts'
import type { InSegment } from './in-segment/within.ts'
import type { Happened } from './queue/outgoing.ts'
import { startSweeping } from './queue/sweep.ts'
import { wanted } from './queue/wanted.ts'
import { hold, letGo, queueing } from './queue/write.ts'
import { startRoster } from './sender/roster.ts'
import { startSender } from './sender/sender.ts'
import type { Vault } from './settings/sealed.ts'
import { createTally } from './tally.ts'

const mostCounted = 1_000_000

export type DeliveriesDeps = {
  sql: Sql
  events: EventStore
  vault: Vault
  reach: Reach
  allowPrivate: boolean
  /** No other process works on these records. */
  isAlone: boolean
  clock: () => Date
  log: { warn(details: object, message: string): void }
  /** What visitors say of consent now; those who say nothing are left out. */
  consentOf(visitors: readonly string[]): Promise<CurrentConsents>
  inSegment: InSegment
  /** Whether all that was received before can be read; false where the event store is behind. */
  isReadable(): Promise<boolean>
  /** Deliveries of this workspace came, or got further. */
  moved(workspaceId: string): void
  /** What became of a try, and the seconds from the event's answer until then. */
  counted(type: string, state: string, seconds: number): void
}

/** Brings events to destinations: queued with the events themselves, sent lane by lane, carried on into the event store. */
export async function openDeliveries(deps: DeliveriesDeps) {
  const { sql, clock, log } = deps
  const directory = await openDirectory(deps)
  const tally = createTally(sql, log)
  const mover = startMover(deps)
  const roster = await startRoster({ ...deps, me: randomUUID() })
  const sleep = (ms: number) => new Promise<void>(done => setTimeout(done, ms))
  const members = createMembers({ ...deps, sleep })
  const sender = await startSender({
    ...deps,
    members,
    roster,
    directory,
    tally,
    chance: Math.random,
    sleep,
    finished({ destination, work, settled }) {
      if (settled.next)
        deps.counted(destination.kind.type, settled.next.state, (clock().getTime() - work.createdAt.getTime()) / 1000)
    },
    written(destinationId) {
      const destination = directory.byId(destinationId)
      if (destination) deps.moved(destination.workspaceId)
    }
  })
  const sweeping = startSweeping({ ...deps, directory, tally, wake: sender.wake })
  const endAge = keepAge(deps.events, clock, log)
  return {
    /** What events that were just accepted ask for, to be written together with them; null where nobody wants them. */
    besideOf(events: readonly Happened[]) {
      const rows = wanted(directory, events, clock(), tally)
      if (rows.length === 0) return null
      return {
        writing: (on: ISql) => queueing(on, rows),
        before: () => hold(sql, rows),
        after: () =>
          letGo(
            sql,
            rows.map(row => row.id),
            clock()
          ),
        written() {
          sender.wake(new Set(rows.map(row => row.destinationId)))
          for (const workspaceId of new Set(rows.map(row => row.workspaceId))) deps.moved(workspaceId)
        }
      }
    },
    /** How many are still to be sent; counted no further than anybody reads. */
    async waiting(): Promise<number> {
      const [row] = await sql<{ count: number }[]>`
        SELECT count(*) AS count FROM (SELECT 1 FROM deliveries WHERE finished_at IS NULL LIMIT ${mostCounted}) AS waiting`
      return row?.count ?? 0
    },
    /** Somebody has changed destinations of this workspace: the next event goes by what they are now. */
    changed: (workspaceId: string): Promise<void> => directory.refresh(workspaceId),
    /** What has ended stands in the event store, and the figures are written. */
    async settled() {
      await tally.flush()
      await mover.settled()
    },
    async close() {
      endAge()
      await sweeping.close()
      await sender.close()
      await roster.close()
      await mover.close()
      await tally.close()
      await directory.close()
    }
  }
}
