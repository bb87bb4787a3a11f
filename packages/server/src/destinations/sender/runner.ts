import type { KnownDestination } from '../directory/destination.ts'
import type { Directory } from '../directory/directory.ts'
import { createBreaker } from './breaker.ts'
import type { Lane } from './delivery.ts'
import { createPreparing } from './prepare.ts'
import { createRate } from './rate.ts'
import type { Roster } from './roster.ts'
import { type Share, shareOf } from './shares.ts'

/** What this process knows of one destination while it sends to it. */
export type Runner = {
  id: string
  preparing: ReturnType<typeof createPreparing>
  breaker: ReturnType<typeof createBreaker>
  rate: ReturnType<typeof createRate>
  /** As it was worked out for these senders. */
  share: { senders: readonly string[]; of: KnownDestination; is: Share } | null
  /** Claimed, and waiting for a place. */
  queue: Lane[]
  inHand: Set<Lane>
  running: number
  /** Nothing is sent until then, unless it is changed: it asked for fewer requests, or rests, and the records do not say so yet. */
  held: { until: number; revision: number }
  /** A settings revision that was found to be wrong. */
  wrongRevision: number | null
  /** The last claim got all that it asked for. */
  hasMore: boolean
}

export function createRunner(id: string, clock: () => number): Runner {
  return {
    id,
    preparing: createPreparing(),
    breaker: createBreaker(),
    rate: createRate(clock),
    share: null,
    queue: [],
    inHand: new Set(),
    running: 0,
    held: { until: 0, revision: 0 },
    wrongRevision: null,
    hasMore: false
  }
}

/** What this process may ask of it, as the senders stand now. */
export function currentShare(runner: Runner, destination: KnownDestination, roster: Roster): Share {
  const senders = roster.senders()
  if (runner.share?.senders !== senders || runner.share.of !== destination)
    runner.share = { senders, of: destination, is: shareOf(senders, roster.me, destination.id, destination.delivering) }
  return runner.share.is
}

/** Whether anything may be sent there now, and how many lanes at once. */
export function placesOf(runner: Runner, directory: Directory, roster: Roster, now: number): number {
  const destination = directory.byId(runner.id)
  if (!destination?.enabled || destination.state === 'misconfigured') return 0
  if (runner.wrongRevision === destination.revision || (destination.heldUntil?.getTime() ?? 0) > now) return 0
  if (runner.held.revision === destination.revision && runner.held.until > now) return 0
  const share = currentShare(runner, destination, roster)
  if (destination.state === 'active') return share.concurrency
  // One is let through, to see.
  return share.isFirst && (destination.restUntil?.getTime() ?? 0) <= now ? 1 : 0
}
