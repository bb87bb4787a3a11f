import { createHash } from 'node:crypto'

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
/** An id may disagree with the event's time by a clock's error; by more than this its time says nothing. */
const trustedDriftMs = 7 * 86_400_000

/**
 * The id an event is stored under. Sort key and partition come from it, so it must be the same on every try: it is made of
 * nothing but what the sender repeats. A UUIDv7 stays itself; any other text becomes one made from the text and the sender's
 * own timestamp. Where that time is far off (a dead clock), all such ids share the beginning of 1970, so that no sender
 * can scatter rows over hundreds of partitions.
 */
export function storedId(senderId: string, sentTimeMs: number, timeMs: number): string {
  if (uuidV7.test(senderId)) {
    if (Math.abs(embeddedMs(senderId) - timeMs) <= trustedDriftMs) return senderId.toLowerCase()
  }
  const isTrusted = Math.abs(sentTimeMs - timeMs) <= trustedDriftMs
  return uuidAt(isTrusted ? Math.max(0, Math.floor(sentTimeMs)) : 0, senderId)
}

/** When the sender made it, where the id says so. */
export const timeOfId = (id: string): number | undefined => (uuidV7.test(id) ? embeddedMs(id) : undefined)

const embeddedMs = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

function uuidAt(timeMs: number, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  const time = timeMs.toString(16).padStart(12, '0')
  const variant = '89ab'[Number.parseInt(hash.charAt(3), 16) % 4]
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}
