import { createHash } from 'node:crypto'
import type { Delivering } from '../kind.ts'

/** What one process may ask of a destination. All of them together never ask more than the destination takes. */
export type Share = {
  concurrency: number
  perSecond: number | undefined
  /** How many processes share it. */
  among: number
  /** The one that goes to see whether a destination that rested answers again. */
  isFirst: boolean
}

const nothing: Share = { concurrency: 0, perSecond: undefined, among: 1, isFirst: false }

/**
 * The share of one of the senders that are there. Where there are more of them than requests at once, or than requests a second, the last
 * ones leave this destination to the others. Of whoever comes or goes, the others keep their order: no share grows when one comes, and none
 * shrinks when one goes, so for as long as not all have heard of it they ask less than they may, and never more.
 */
export function shareOf(
  senders: readonly string[],
  me: string,
  destinationId: string,
  { concurrency, perSecond }: Pick<Delivering, 'concurrency' | 'perSecond'>
): Share {
  const rank = inOrder(senders, destinationId).indexOf(me)
  const among = Math.min(senders.length, concurrency, Math.max(1, Math.floor(perSecond ?? Number.POSITIVE_INFINITY)))
  if (rank < 0 || rank >= among) return nothing
  return {
    concurrency: Math.ceil((concurrency - rank) / among),
    perSecond: perSecond === undefined ? undefined : perSecond / among,
    among,
    isFirst: rank === 0
  }
}

/** Another order for each destination, so that not one process has all of those that only one can send to. */
function inOrder(senders: readonly string[], destinationId: string): string[] {
  if (senders.length < 2) return [...senders]
  const place = (sender: string) => createHash('sha256').update(`${destinationId} ${sender}`).digest('hex')
  return [...senders].sort((a, b) => (place(a) < place(b) ? -1 : 1))
}
