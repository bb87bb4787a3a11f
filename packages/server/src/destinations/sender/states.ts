import type { deliveryStages, deliveryStates } from '@foyer/protocol/plain'

export type State = (typeof deliveryStates)[number]
type Stage = (typeof deliveryStages)[number]

/** What can happen to a delivery that is to be sent. */
export type Happening =
  | 'delivered'
  /** Tried in vain; the next try may do better. */
  | 'failed'
  /** Put off for a reason that is none of its own: it costs no try. */
  | 'put off'
  | 'refused as it is'
  | 'too old'
  | 'withheld'
  /** Its visitor is not in the segment that the destination is limited to. */
  | 'outside'
  /** Sent, and nobody knows whether it arrived; to send it again might count twice. */
  | 'unanswered'
  /** Its visitor is not there any more. */
  | 'without visitor'

type Transition = {
  to: State
  /** Counted in the figures of the destination. */
  stage: Stage | null
  /** One of the tries that a destination allows. */
  isTry: boolean
  /** Where the next try would come too late or would be one too many. */
  unless?: { tooLate: State; triedEnough?: State }
}

export const transitions: Readonly<Record<Happening, Transition>> = {
  delivered: { to: 'delivered', stage: 'delivered', isTry: true },
  failed: { to: 'retrying', stage: 'retried', isTry: true, unless: { tooLate: 'expired', triedEnough: 'refused' } },
  'put off': { to: 'retrying', stage: null, isTry: false, unless: { tooLate: 'expired' } },
  'refused as it is': { to: 'invalid', stage: 'failed', isTry: true },
  'too old': { to: 'expired', stage: 'failed', isTry: false },
  withheld: { to: 'withheld', stage: 'withheld', isTry: false },
  outside: { to: 'filtered', stage: 'filtered', isTry: false },
  unanswered: { to: 'unknown', stage: 'failed', isTry: true },
  'without visitor': { to: 'cancelled', stage: null, isTry: false }
}

const open: ReadonlySet<State> = new Set(['waiting', 'sending', 'retrying'])
/** Whether a delivery in this state is still to be sent. */
export const isOpen = (state: State): boolean => open.has(state)

export type Standing = { tries: number; expiresAt: Date }
export type Pace = { retryAfterMs: readonly number[] /** Between 0 and 1. */; chance: () => number }
export type Next = { state: State; tries: number; stage: Stage | null; nextAt: Date | null; finishedAt: Date | null }

/** Where a delivery stands after something happened to it. `afterMs` is when the destination asked for the next try. */
export function next(before: Standing, happening: Happening, now: Date, pace: Pace, afterMs?: number): Next {
  const { to, stage, isTry, unless } = transitions[happening]
  const tries = before.tries + (isTry ? 1 : 0)
  if (!unless) return { state: to, tries, stage, nextAt: null, finishedAt: now }
  const ended = (state: State): Next => ({ state, tries, stage: 'failed', nextAt: null, finishedAt: now })
  if (unless.triedEnough && tries > pace.retryAfterMs.length) return ended(unless.triedEnough)
  const nextAt = new Date(now.getTime() + waitMs(tries, pace, afterMs))
  if (nextAt >= before.expiresAt) return ended(unless.tooLate)
  return { state: to, tries, stage, nextAt, finishedAt: null }
}

/** A destination may ask for any time at all, even one that no date can hold. */
const longestMs = 30 * 86_400_000
const waitMs = (tries: number, pace: Pace, afterMs: number | undefined) =>
  afterMs === undefined || Number.isNaN(afterMs) ? pauseMs(tries, pace) : Math.min(longestMs, Math.max(0, afterMs))

/** Lengthened by up to a quarter, so that what failed together does not come back together. */
function pauseMs(tries: number, { retryAfterMs, chance }: Pace): number {
  const pause = retryAfterMs[Math.max(0, tries - 1)] ?? retryAfterMs.at(-1) ?? 0
  return pause * (1 + chance() / 4)
}
