import type { RejectCode } from '@foyer/protocol'
import { AppError } from '../http/index.ts'
import type { Erased } from '../identity/index.ts'
import { type EventStore, EventStoreBehind } from '../stores/events/index.ts'
import type { Rejection } from './accept.ts'
import type { Beside } from './beside.ts'
import type { Carry, Refused } from './carry.ts'
import { type Enriched, lineOf } from './enrich.ts'
import { timeOfId } from './event-id.ts'
import { knownToStore } from './known-to-store.ts'
import type { Landing } from './landing.ts'
import type { Print, RecentIds } from './recent-ids.ts'

export type CommitAnswer = {
  stored: number
  duplicates: number
  /** Not stored for a reason that shows only here. */
  refused: Rejection[]
  /** The visitor they were sent as is nobody any more. */
  isGone: boolean
}
type Waiting = { events: Enriched[]; done: (answer: CommitAnswer) => void; failed: (fault: unknown) => void }
type Late = Map<Enriched, Erased>
type Fresh = { event: Enriched; print: Print; workspace: number; visitor: string; id: string }

/** Above this the stores are behind, and more waiting would only cost memory. */
const maxWaitingRows = 50_000
const maxGroupRows = 4_000
/** A sender's clock correction is only as good as the network was fast. */
const latencyAllowanceMs = 60_000
/** For as long as a request was on its way, what it tells of seems to have happened later than it did. */
const onItsWayMs = 5_000

export type Commit = {
  /** Resolves when every event is on disk or its fate is known. */
  add(events: Enriched[]): Promise<CommitAnswer>
  /** Of the ids a page sent without hearing an answer, those that are not stored for this visitor. */
  missingOf(whose: { workspace: number; visitor: string }, ids: string[]): Promise<string[]>
  /** Waits until the event store has what was received up to now. */
  drain(): Promise<void>
  readonly waitingRows: number
}

export function createCommit(deps: {
  events: EventStore
  recent: RecentIds
  landing: Landing | null
  carry: Carry
  clock: () => number
  /** What events say of consent, kept before they are answered. */
  consented(events: Enriched[]): Promise<void>
  /** What has to be written with events that were not seen before. */
  besideOf(events: Enriched[]): Beside | null
  /** Which of these visitors were erased: nothing of theirs from before is stored. */
  erasedAmong(visitors: { workspaceId: string; visitor: string }[]): Promise<Map<string, Erased>>
  /** Gives every event without a visit the one it belongs to. */
  assignSessions(events: Enriched[]): Promise<void>
  log: { warn(details: object, message: string): void }
}): Commit {
  const { recent, landing, carry } = deps
  const waiting: Waiting[] = []
  let landingRows = 0
  let isRunning = false
  let latest: Promise<unknown> = Promise.resolve()

  /** Where nothing lands, what is being carried is still waited for here. */
  const waitingRows = () => landingRows + (landing ? carry.rows : 0)

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
      await commitGroup(group, rows)
    }
    isRunning = false
  }

  async function commitGroup(group: Waiting[], rows: number): Promise<void> {
    try {
      const [fresh, late] = await withoutErased(await freshOf(group))
      const events = fresh.map(one => one.event)
      await deps.assignSessions(events)
      await deps.consented(events)
      const lines = events.map(lineOf)
      const beside = lines.length === 0 ? null : deps.besideOf(events)
      if (!landing) await beside?.before()
      const refused =
        lines.length === 0
          ? nothing
          : landing
            ? await land(landing, events, lines, beside)
            : await carry.add({ events, lines, landed: null })
      if (!landing) await letGo(beside)
      beside?.written()
      const now = deps.clock()
      for (const { event, print } of fresh) if (!refused.has(event)) recent.add(print, now)
      landingRows -= rows
      answer(group, new Set(events), refused, late)
    } catch (fault) {
      landingRows -= rows
      const answered = fault instanceof EventStoreBehind ? behind() : fault
      for (const one of group) one.failed(answered)
    }
  }

  /** What is late of somebody who was erased, and the rest. Asked at the last moment, since who is erased from now on is waited for. */
  async function withoutErased(fresh: Fresh[]): Promise<[Fresh[], Late]> {
    const late: Late = new Map()
    if (fresh.length === 0) return [fresh, late]
    const senders = new Map(
      fresh.map(({ event: { visitor, sender } }) => [visitor, { workspaceId: sender.workspaceId, visitor }])
    )
    const erased = await deps.erasedAmong([...senders.values()])
    if (erased.size === 0) return [fresh, late]
    const left = fresh.filter(({ event }) => {
      const own = erased.get(event.visitor)
      if (!own || (!own.isGone && event.timeMs >= own.beforeMs + onItsWayMs)) return true
      late.set(event, own)
      return false
    })
    return [left, late]
  }

  /** The events are stored and will be answered for, whatever becomes of this: what is left behind is found again. */
  async function letGo(beside: Beside | null): Promise<void> {
    await beside?.after().catch(fault => deps.log.warn({ err: fault }, 'deliveries are let go of a little later'))
  }

  /** On disk in the records, which is when the sender is told; the event store takes it from there. */
  async function land(to: Landing, events: Enriched[], lines: string[], beside: Beside | null): Promise<Refused> {
    const landed = await to.land(lines, beside)
    carry.add({ events, lines, landed }).catch(fault => {
      deps.log.warn({ err: fault }, 'events wait for the next start to reach the event store')
    })
    return nothing
  }

  /** Only the event store can tell whether it is stored. */
  const mayBeForgotten = (timeMs: number) => !deps.events.exclusive || timeMs < recent.since + latencyAllowanceMs

  /** The events not seen before, each once. Groups go one after another, so whatever is remembered is on disk. */
  async function freshOf(group: Waiting[]): Promise<Fresh[]> {
    const inGroup = new Set<string>()
    const fresh: Fresh[] = []
    const unsure: Fresh[] = []
    for (const { events } of group) {
      for (const event of events) {
        const { visitor, id } = event
        const workspace = event.sender.workspaceNumber
        const print = recent.printOf(workspace, visitor, id)
        if (recent.has(print)) continue
        const key = `${print.a} ${print.b}`
        if (inGroup.has(key)) continue
        inGroup.add(key)
        const one = { event, print, workspace, visitor, id }
        fresh.push(one)
        if (mayBeForgotten(event.timeMs)) unsure.push(one)
      }
    }
    if (unsure.length === 0) return fresh
    const known = await knownToStore(deps.events, unsure)
    return known.size === 0 ? fresh : fresh.filter(one => !known.has(one))
  }

  return {
    add(events) {
      if (waitingRows() + events.length > maxWaitingRows) return Promise.reject(behind())
      landingRows += events.length
      const landed = new Promise<CommitAnswer>((done, failed) => {
        waiting.push({ events, done, failed })
        if (isRunning) return
        isRunning = true
        // One turn of the loop later: requests read in the same turn share the first group.
        setImmediate(() => void run())
      })
      latest = landed.catch(() => undefined)
      return landed
    },
    async missingOf({ workspace, visitor }, ids) {
      const unseen = ids
        .filter(id => !recent.has(recent.printOf(workspace, visitor, id)))
        .map(id => ({ workspace, visitor, id, timeMs: timeOfId(id) }))
      const asked = unseen.filter(({ timeMs }) => timeMs !== undefined && mayBeForgotten(timeMs))
      const known = asked.length > 0 ? await knownToStore(deps.events, asked) : new Set()
      return unseen.filter(one => !known.has(one)).map(one => one.id)
    },
    async drain() {
      await latest
      await carry.drain()
    },
    get waitingRows() {
      return waitingRows()
    }
  }
}

const nothing: Refused = new Map()

function answer(group: Waiting[], fresh: Set<Enriched>, refused: Refused, late: Late): void {
  for (const { events, done } of group) {
    const own = events.filter(event => fresh.has(event))
    const unstorable = refused.size === 0 ? [] : own.filter(event => refused.has(event)).map(unstorableOf)
    const erased = late.size === 0 ? [] : events.filter(event => late.has(event))
    done({
      stored: own.length - unstorable.length,
      duplicates: events.length - own.length - erased.length,
      refused: [...unstorable, ...erased.map(erasedOf)],
      isGone: erased.some(event => late.get(event)?.isGone)
    })
  }
}

const unstorableOf = (event: Enriched): Rejection => ({
  index: event.index,
  code: 'unstorable' satisfies RejectCode,
  message: 'The event store does not take this event. It was set aside, and is stored once the cause is mended.'
})

const erasedOf = (event: Enriched): Rejection => ({
  index: event.index,
  code: 'erased' satisfies RejectCode,
  message: 'The visitor was erased after this happened. Nothing from before is taken any more.'
})

const behind = () =>
  new AppError('store_behind', 'The store is behind. Nothing of this batch was lost; send it again in a moment.', {
    retryAfterSeconds: 2
  })
