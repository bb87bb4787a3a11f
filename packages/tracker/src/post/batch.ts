import type { Queued } from '../record/queue.ts'
import { keepaliveBytes } from '../wire.ts'

export const batchEvents = 50
/** Room for what surrounds the events, and for the context that page views get on the way. */
const surroundBytes = 1024
const contextBytes = 500

/** From the front: events of one visitor, those that `may` go, within what a page being left may send (a bigger one goes alone). */
export const cutBatch = (
  items: Queued[],
  may: (item: Queued) => boolean,
  settledId: (who: string) => string
): Queued[] => {
  const encoder = new TextEncoder()
  const batch: Queued[] = []
  let bytes = surroundBytes
  for (const item of items) {
    if (!may(item)) continue
    bytes += encoder.encode(JSON.stringify(item.event)).length + contextBytes
    const isFull =
      bytes > keepaliveBytes || batch.length === batchEvents || settledId(item.who) !== settledId(batch[0]?.who ?? '')
    if (batch.length && isFull) break
    batch.push(item)
  }
  return batch
}
