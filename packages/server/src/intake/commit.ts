import type { RejectCode } from '@foyer/protocol'
import { AppError } from '../http/index.ts'
import { type EventRow, type EventStore, EventStoreBehind } from '../stores/events/index.ts'
import type { Rejection } from './accept.ts'
import { type Enriched, sessionColumn, storedAtColumn } from './enrich.ts'
import { RecentIds } from './recent-ids.ts'

export type CommitAnswer = { stored: Enriched[]; duplicates: number; unstorable: Rejection[] }
type Waiting = { events: Enriched[]; done: (answer: CommitAnswer) => void; failed: (fault: unknown) => void }

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
  clock: () => number
  sleep: (ms: number) => Promise<void>
  /** Gives every event without a visit the one it belongs to. */
  assignSessions(events: Enriched[]): Promise<void>
  /** Keeps an event the store will not take. */
  setAside(event: Enriched, fault: unknown): Promise<void>
  /** After the rows are stored and before the answer: must not fail, and must not take long. */
  stored(events: Enriched[]): void
}): Commit {
  const recent = new RecentIds(deps.clock())
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
      const fresh = await freshOf(group.flatMap(one => one.events))
      await deps.assignSessions(fresh)
      const unstorable = new Map<Enriched, Rejection>()
      await store(fresh, unstorable)
      const now = deps.clock()
      for (const event of fresh) if (!unstorable.has(event)) recent.add(keyOf(event), now)
      const isFresh = new Set(fresh)
      const answers = group.map(one => {
        const stored = one.events.filter(event => isFresh.has(event) && !unstorable.has(event))
        const refused = one.events.flatMap(event => unstorable.get(event) ?? [])
        return { stored, duplicates: one.events.length - stored.length - refused.length, unstorable: refused }
      })
      deps.stored(fresh.filter(event => !unstorable.has(event)))
      for (const [index, answer] of answers.entries()) group[index]?.done(answer)
    } catch (fault) {
      for (const one of group) one.failed(fault)
    }
  }

  /** The events not seen before, each once. Groups go one after another, so whatever is remembered is stored. */
  async function freshOf(events: Enriched[]): Promise<Enriched[]> {
    const inGroup = new Set<string>()
    const fresh: Enriched[] = []
    const unsure: Enriched[] = []
    for (const event of events) {
      const key = keyOf(event)
      if (inGroup.has(key) || recent.has(key)) continue
      inGroup.add(key)
      fresh.push(event)
      if (!deps.events.exclusive || event.timeMs < recent.since + latencyAllowanceMs) unsure.push(event)
    }
    if (unsure.length === 0) return fresh
    const known = await knownToStore(deps.events, unsure)
    return known.size === 0 ? fresh : fresh.filter(event => !known.has(keyOf(event)))
  }

  /** Halves a refused insert until the row at fault stands alone: one poison row costs nobody else anything. */
  async function store(events: Enriched[], unstorable: Map<Enriched, Rejection>): Promise<void> {
    if (events.length === 0) return
    const storedAt = Math.floor(deps.clock() / 1000)
    const rows: EventRow[] = events.map(event => {
      event.row[storedAtColumn] = storedAt
      return event.row
    })
    try {
      await insertPatiently(rows)
    } catch (fault) {
      if (fault instanceof EventStoreBehind) throw behind()
      const [only] = events
      if (events.length === 1 && only) {
        await deps.setAside(only, fault)
        const message =
          'The event store does not take this event. It was set aside, and is stored once the cause is mended.'
        unstorable.set(only, { index: only.index, code: 'unstorable' satisfies RejectCode, message })
        return
      }
      const middle = Math.ceil(events.length / 2)
      await store(events.slice(0, middle), unstorable)
      await store(events.slice(middle), unstorable)
    }
  }

  async function insertPatiently(rows: EventRow[]): Promise<void> {
    for (const delay of retryDelaysMs) {
      try {
        return await deps.events.insert(rows)
      } catch (fault) {
        if (!(fault instanceof EventStoreBehind)) throw fault
        await deps.sleep(delay)
      }
    }
    await deps.events.insert(rows)
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

const behind = () =>
  new AppError('store_behind', 'The store is behind. Nothing of this batch was lost; send it again in a moment.', {
    retryAfterSeconds: 2
  })

/** Per visitor: an id forged in somebody else's name hides nothing. */
const keyOf = (event: Enriched) => `${event.sender.workspaceNumber} ${event.visitor} ${event.id}`

async function knownToStore(store: EventStore, events: Enriched[]): Promise<Set<string>> {
  const byWorkspace = Map.groupBy(events, event => event.sender.workspaceNumber)
  const known = new Set<string>()
  for (const [workspace, own] of byWorkspace) {
    const rows = await store.query<{ visitor: string; id: string }>(
      `SELECT DISTINCT visitor, id FROM events
       WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND id IN {ids:Array(UUID)}`,
      { workspace, visitors: [...new Set(own.map(event => event.visitor))], ids: own.map(event => event.id) }
    )
    for (const row of rows) known.add(`${workspace} ${row.visitor} ${row.id}`)
  }
  return known
}

export const giveSession = (event: Enriched, session: string) => {
  event.session = session
  event.row[sessionColumn] = session
}
