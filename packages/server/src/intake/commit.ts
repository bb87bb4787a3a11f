import type { RejectCode } from '@foyer/protocol'
import { AppError } from '../http/index.ts'
import { type EventStore, EventStoreBehind } from '../stores/events/index.ts'
import type { Rejection } from './accept.ts'
import { type Enriched, lineOf } from './enrich.ts'
import { knownToStore } from './known-to-store.ts'
import type { Print, RecentIds } from './recent-ids.ts'

export type CommitAnswer = { stored: Enriched[]; duplicates: number; unstorable: Rejection[] }
type Waiting = { events: Enriched[]; done: (answer: CommitAnswer) => void; failed: (fault: unknown) => void }
type Fresh = { event: Enriched; print: Print }

/** Above this the store is behind, and more waiting would only cost memory. */
const maxWaitingRows = 50_000
const maxGroupRows = 8_000
const retryDelaysMs = [50, 200, 800]
/** A sender's clock correction is only as good as the network was fast. */
const latencyAllowanceMs = 60_000

export type Commit = {
  /** Resolves when every row is on disk or its fate is known. */
  add(events: Enriched[]): Promise<CommitAnswer>
  /** Waits for what was received. */
  drain(): Promise<void>
  readonly waitingRows: number
}

export function createCommit(deps: {
  events: EventStore
  recent: RecentIds
  clock: () => number
  sleep: (ms: number) => Promise<void>
  /** Gives every event without a visit the one it belongs to. */
  assignSessions(events: Enriched[]): Promise<void>
  /** Keeps an event the store will not take. */
  setAside(event: Enriched, fault: unknown): Promise<void>
  /** After the rows are stored and before the answer: must not fail, and must not take long. */
  stored(events: Enriched[]): void
}): Commit {
  const { recent } = deps
  const waiting: Waiting[] = []
  let waitingRows = 0
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group: Waiting[] = []
      let rows = 0
      while (waiting.length > 0 && rows < maxGroupRows) {
        const next = waiting.shift()
        if (!next) break
        group.push(next)
        rows += next.events.length
      }
      await commitGroup(group)
      waitingRows -= rows
    }
    running = null
  }

  async function commitGroup(group: Waiting[]): Promise<void> {
    try {
      const fresh = await freshOf(group)
      await deps.assignSessions(fresh.map(one => one.event))
      const unstorable = await store(fresh.map(one => one.event))
      const stored = fresh.filter(one => !unstorable.has(one.event))
      const now = deps.clock()
      for (const one of stored) recent.add(one.print, now)
      deps.stored(stored.map(one => one.event))
      answer(group, new Set(stored.map(one => one.event)), unstorable)
    } catch (fault) {
      for (const one of group) one.failed(fault)
    }
  }

  /** The events not seen before, each once. Groups go one after another, so whatever is remembered is stored. */
  async function freshOf(group: Waiting[]): Promise<Fresh[]> {
    const inGroup = new Set<string>()
    const fresh: Fresh[] = []
    const unsure: Enriched[] = []
    for (const { events } of group) {
      for (const event of events) {
        const print = recent.printOf(event.sender.workspaceNumber, event.visitor, event.id)
        if (recent.has(print)) continue
        const key = `${print.a} ${print.b}`
        if (inGroup.has(key)) continue
        inGroup.add(key)
        fresh.push({ event, print })
        if (!deps.events.exclusive || event.timeMs < recent.since + latencyAllowanceMs) unsure.push(event)
      }
    }
    const known = unsure.length === 0 ? new Set() : await knownToStore(deps.events, unsure)
    return known.size === 0 ? fresh : fresh.filter(one => !known.has(one.event))
  }

  /** Halves a refused insert until the row at fault stands alone: one poison row costs nobody else anything. */
  async function store(events: Enriched[]): Promise<Map<Enriched, Rejection>> {
    if (events.length === 0) return new Map()
    const storedAt = Math.floor(deps.clock() / 1000)
    try {
      await insertPatiently(events.map(event => lineOf(event, storedAt)))
      return new Map()
    } catch (fault) {
      if (fault instanceof EventStoreBehind) throw behind()
      const [only] = events
      if (events.length === 1 && only) return new Map([[only, await putAside(only, fault)]])
      const middle = Math.ceil(events.length / 2)
      const first = await store(events.slice(0, middle))
      return new Map([...first, ...(await store(events.slice(middle)))])
    }
  }

  async function putAside(event: Enriched, fault: unknown): Promise<Rejection> {
    await deps.setAside(event, fault)
    const message =
      'The event store does not take this event. It was set aside, and is stored once the cause is mended.'
    return { index: event.index, code: 'unstorable' satisfies RejectCode, message }
  }

  async function insertPatiently(lines: string[]): Promise<void> {
    for (const delay of retryDelaysMs) {
      try {
        return await deps.events.insert(lines)
      } catch (fault) {
        if (!(fault instanceof EventStoreBehind)) throw fault
        await deps.sleep(delay)
      }
    }
    await deps.events.insert(lines)
  }

  return {
    add(events) {
      if (waitingRows + events.length > maxWaitingRows) return Promise.reject(behind())
      waitingRows += events.length
      return new Promise((done, failed) => {
        waiting.push({ events, done, failed })
        // One turn of the loop later: requests read in the same turn share the first group.
        running ??= new Promise(resolve => setImmediate(resolve)).then(run)
      })
    },
    async drain() {
      while (running) await running
    },
    get waitingRows() {
      return waitingRows
    }
  }
}

function answer(group: Waiting[], stored: Set<Enriched>, unstorable: Map<Enriched, Rejection>): void {
  for (const { events, done } of group) {
    const own = events.filter(event => stored.has(event))
    const refused = unstorable.size === 0 ? [] : events.flatMap(event => unstorable.get(event) ?? [])
    done({ stored: own, duplicates: events.length - own.length - refused.length, unstorable: refused })
  }
}

const behind = () =>
  new AppError('store_behind', 'The store is behind. Nothing of this batch was lost; send it again in a moment.', {
    retryAfterSeconds: 2
  })
