import { createHash } from 'node:crypto'
import type { Delivering } from '../kind.ts'

/**
 * In which a delivery waits: those of one visitor go one after another. Where a request carries events of anybody there are as many lanes as
 * requests at once, and a visitor's events are always in the same, so that no two requests under way have the same visitor's.
 */
export function laneOf(
  visitor: string,
  { concurrency, together }: Pick<Delivering, 'concurrency' | 'together'>
): string {
  if (together?.of !== 'all') return visitor
  const number = Number.parseInt(visitor.slice(-2), 16) % concurrency
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`
}

/**
 * The same event of the same visitor is the same delivery, however often it arrives and whoever writes it down. `again` tells apart what
 * the team sends once more on purpose.
 */
export function deliveryId(destinationId: string, visitor: string, eventId: string, again = ''): string {
  const hex = createHash('sha256').update(`${destinationId} ${visitor} ${again} ${eventId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
