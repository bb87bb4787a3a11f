import type { Directory } from '../directory/directory.ts'
import { createBreaker } from './breaker.ts'
import type { Lane } from './delivery.ts'
import { createPreparing } from './prepare.ts'
import { createRate } from './rate.ts'

/** What this process knows of one destination while it sends to it. */
export type Runner = {
  id: string
  preparing: ReturnType<typeof createPreparing>
  breaker: ReturnType<typeof createBreaker>
  rate: ReturnType<typeof createRate>
  perSecond: number | undefined
  /** Claimed, and waiting for a place. */
  queue: Lane[]
  inHand: Set<Lane>
  running: number
  /** Nothing is sent until then: it asked for fewer requests, or rests. */
  heldUntil: number
  /** A settings revision that was found to be wrong. */
  wrongRevision: number | null
  /** The last claim got all that it asked for. */
  hasMore: boolean
}

export function createRunner(id: string, perSecond: number | undefined, clock: () => number): Runner {
  return {
    id,
    preparing: createPreparing(),
    breaker: createBreaker(),
    rate: createRate(perSecond, clock),
    perSecond,
    queue: [],
    inHand: new Set(),
    running: 0,
    heldUntil: 0,
    wrongRevision: null,
    hasMore: false
  }
}

/** Whether anything may be sent there now, and how many lanes at once. */
export function placesOf(runner: Runner, directory: Directory, now: number): number {
  const destination = directory.byId(runner.id)
  if (!destination?.enabled || destination.state === 'misconfigured') return 0
  if (runner.wrongRevision === destination.revision || runner.heldUntil > now) return 0
  if (destination.state === 'active') return destination.delivering.concurrency
  // One is let through, to see.
  return (destination.restUntil?.getTime() ?? 0) <= now ? 1 : 0
}
