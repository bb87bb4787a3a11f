import type { Entry, Queue, Queued } from '../record/queue.ts'
import type { Store } from '../record/storage.ts'

export const leaseMs = 3 * 60 * 1000
const claimPauseMs = 50

/**
 * Takes over the queues of tabs that have ended: let go, or not renewed for three minutes. The caller of `adopt` holds a lock where
 * the browser has one. Where not, two tabs may both be here: the later claim overwrites the earlier, whose tab then sees that the
 * entry is not its own.
 */
export const createAdoption = (given: {
  store: Store
  queue: Pick<Queue, 'own' | 'merge' | 'save'>
  prefix: string
  now: () => number
  pause: (ms: number) => Promise<void>
}) => {
  const { store, queue, now } = given
  const claims = new Map<string, () => void>()
  let timesLeft = 0

  return {
    async adopt(): Promise<void> {
      const before = timesLeft
      for (const name of store.names()) {
        if (!name.startsWith(given.prefix) || name === queue.own()) continue
        const text = store.text(name)
        const entry = store.read<Entry>(name)
        if (entry && Math.abs(now() - entry.at) < leaseMs) continue
        if (!text || !entry?.items || (!entry.items.length && !entry.lost)) {
          store.remove(name)
          continue
        }
        entry.items = entry.items.map(settled)
        const claim = JSON.stringify({ ...entry, at: now(), by: queue.own() })
        store.setText(name, claim)
        const isOurs = () => store.text(name) === claim
        claims.set(name, () => isOurs() && store.setText(name, text))
        await given.pause(claimPauseMs)
        if (timesLeft > before) return
        claims.delete(name)
        if (!isOurs()) continue
        queue.merge(entry)
        // Ours first: between the two writes the events stand twice, which their ids make harmless, and never nowhere.
        queue.save()
        // An owner that only slept finds an empty entry, and knows. One that has let go does not look.
        if (entry.at) store.write(name, { at: now(), items: [] })
        else store.remove(name)
      }
    },
    /** The page may be gone before a claim is carried out. Left standing it would keep the events from everybody for its three minutes. */
    giveBack() {
      timesLeft++
      for (const undo of claims.values()) undo()
      claims.clear()
    }
  }
}

/** Older copies of the script kept pairs. */
const settled = (item: Queued | [who: string, event: Queued['event']]): Queued =>
  Array.isArray(item) ? { who: item[0], event: item[1], chars: JSON.stringify(item[1]).length } : item
