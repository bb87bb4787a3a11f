import type { WireEvent } from '../wire.ts'
import type { Store } from './storage.ts'
import { parseJson } from './storage.ts'

/*
 * The events that are not yet known to be stored, oldest first, each beside the local id it belongs to (a browser that
 * signed out still owes the events of the one before). What holds of it stands in ../post/queue-state.ts.
 *
 * Every tab writes only its own entry in localStorage, so tabs never overwrite each other. An entry is a lease: its owner
 * renews `at` while it lives, and lets go of it (`at: 0`) when the page is left. Whoever finds a lapsed entry adopts it
 * (../post/adopt.ts).
 */

/**
 * `chars` is the length of the event as JSON. `handed`: when a page that was being left gave it to the browser to send. Whether it
 * arrived the server alone can say (../post/doubt.ts).
 */
export type Queued = { who: string; event: WireEvent; chars: number; handed?: number | undefined }
/** Without `lost` it is what an adoption leaves behind for an owner that may wake. */
export type Entry = { at: number; items: Queued[]; lost?: Lost }
/** How many events were dropped, by reason. */
export type Lost = Record<string, number>
export type Queue = ReturnType<typeof createQueue>

export const queueLimits = { events: 1000, chars: 1_000_000 }
const saveDelayMs = 250

export const createQueue = (
  store: Store,
  /** A name for this tab's entry that no other has. */
  mintName: () => string,
  now: () => number,
  later: (work: () => void, ms: number) => () => void
) => {
  let own = mintName()
  let items: Queued[] = []
  let lost: Lost = {}
  /** Our entry as last written: another text in its place was written by a tab that takes it over. */
  let written = ''
  let callOffSave: (() => void) | undefined
  let isClosed = false

  const lose = (reason: string, count: number) => {
    const total = (lost[reason] ?? 0) + count
    if (total > 0) lost[reason] = total
    else delete lost[reason]
  }

  /** `sign` -1 takes back what another has taken over, or the server has heard. */
  const loseAll = (counts: Lost = {}, sign = 1) => {
    for (const reason of Object.keys(counts)) lose(reason, sign * (counts[reason] ?? 0))
  }

  const replace = (next: Queued[]) => {
    let chars = next.reduce((sum, item) => sum + item.chars, 0)
    let excess = 0
    while (next.length - excess > queueLimits.events || chars > queueLimits.chars) chars -= next[excess++]?.chars ?? 0
    items = next.slice(excess)
    if (excess) lose('queue_full', excess)
  }

  const remove = (ids: string[]) => replace(items.filter(item => !ids.includes(item.event.id)))

  const save = (at = now()) => {
    callOffSave?.()
    callOffSave = undefined
    if (isClosed) return
    const held = store.text(own)
    // A claim still under way is undone by writing over it. A finished one has left an entry without `lost`: what it had is
    // gone from here. No entry at all says nothing (the page may have cleared localStorage), so what we hold stays.
    const taken = held && held !== written && !parseJson<Entry>(held)?.lost && parseJson<Entry>(written)
    if (taken) {
      remove(idsOf(taken.items))
      loseAll(taken.lost, -1)
    }
    written = items.length || Object.keys(lost).length ? JSON.stringify({ at, items, lost } satisfies Entry) : ''
    if (written) store.setText(own, written)
    else if (held) store.remove(own)
  }

  /** Runs a change, and writes it down a little later: the longer the queue the later, as a long one takes milliseconds. */
  const change = (work: () => void) => {
    work()
    callOffSave = callOffSave ?? later(save, saveDelayMs + items.length)
  }

  return {
    own: () => own,
    items: () => items,
    add: (who: string, event: WireEvent, chars: number) => change(() => replace([...items, { who, event, chars }])),
    remove: (gone: Queued[]) => change(() => remove(idsOf(gone))),
    lose: (reason: string, count = 1) => change(() => lose(reason, count)),
    told: (counts: Lost) => change(() => loseAll(counts, -1)),
    /** What was dropped and not yet told to the server. */
    lost: (): Lost => ({ ...lost }),
    /** The events of another's entry come before our own. */
    merge(entry: Entry) {
      replace([...entry.items, ...items])
      loseAll(entry.lost)
    },
    save: () => save(),
    /**
     * The page is being left: all is on the disk, and whoever comes next may have it at once, be it this page back from the
     * back/forward cache. What the disk does not take stays here, for that case.
     */
    letGo() {
      save(0)
      if (!store.onDisk(own)) return
      own = mintName()
      items = []
      lost = {}
      written = ''
    },
    close() {
      isClosed = true
      callOffSave?.()
    }
  }
}

const idsOf = (items: Queued[]) => items.map(item => item.event.id)
