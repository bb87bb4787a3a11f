import { createHash } from 'node:crypto'

/** A delivery's lane where all events of a destination go one after another. */
export const commonLane = '00000000-0000-0000-0000-000000000000'

/**
 * The same event of the same visitor is the same delivery, however often it arrives and whoever writes it down. `again` tells apart what
 * the team sends once more on purpose.
 */
export function deliveryId(destinationId: string, visitor: string, eventId: string, again = ''): string {
  const hex = createHash('sha256').update(`${destinationId} ${visitor} ${again} ${eventId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
