import type { Entry, Queue } from '../record/queue.ts'
import type { Store } from '../record/storage.ts'

export const leaseMs = 3 * 60 * 1000
const claimPauseMs = 50

/**
 * Takes over the queues of tabs that have ended: let go, or not renewed for three minutes. The caller holds a lock where the
 * browser has one. Where not, two tabs may both be here: the later claim overwrites the earlier, whose tab then sees that the
 * entry is not its own.
 */
export const adoptQueues = async (given: {
  store: Store
  queue: Pick<Queue, 'own' | 'merge' | 'save'>
  prefix: string
  now: () => number
  pause: (ms: number) => Promise<void>
  isRunning: () => boolean
}): Promise<void> => {
  const { store, queue, now } = given
  for (const name of store.names()) {
    if (!name.startsWith(given.prefix) || name === queue.own()) continue
    const entry = store.read<Entry>(name)
    if (entry && Math.abs(now() - entry.at) < leaseMs) continue
    if (!entry?.items || (!entry.items.length && !entry.lost)) {
      store.remove(name)
      continue
    }
    const claim = JSON.stringify({ ...entry, at: now(), by: queue.own() })
    store.setText(name, claim)
    await given.pause(claimPauseMs)
    if (!given.isRunning() || store.text(name) !== claim) continue
    queue.merge(entry)
    // Ours first: between the two writes the events stand twice, which their ids make harmless, and never nowhere.
    queue.save()
    // An owner that only slept finds an empty entry, and knows. One that has let go does not look.
    if (entry.at) store.write(name, { at: now(), items: [] })
    else store.remove(name)
  }
}
