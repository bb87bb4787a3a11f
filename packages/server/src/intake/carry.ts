import { type EventStore, EventStoreBehind } from '../stores/events/index.ts'
import { type Enriched, lineOf } from './enrich.ts'
import { knownToStore } from './known-to-store.ts'
import type { Landed, Landing } from './landing.ts'
import { storeLines } from './store-lines.ts'

type Group = { events: Enriched[]; lines: string[]; landed: Landed | null }
type Waiting = Group & { done: (refused: Refused) => void; failed: (fault: unknown) => void }
export type Refused = Map<Enriched, unknown>

const nothing: ReadonlySet<Enriched> = new Set()

/** Each insert makes a part that has to be merged with others later, so a few a second are plenty: nobody waits for them. */
const shortestGapMs = 100
/** Under load fewer and larger parts: a quarter of each event's cost was merging them. */
const longestGapMs = 400
/** Of the time, at most this much is spent inserting. */
const insertingShare = 1 / 5
/** Enough to make the gap pointless. */
const fullRows = 16_000
const maxRows = 20_000
const retryDelaysMs = [50, 200, 800]
const restAfterMs = 10_000
/** About two minutes. Whatever it is by then, the events behind it must not wait for it any longer. */
const mostAsideTries = 120

export type Carry = {
  /** Resolves when the event store has the group, with the events it would not take and that were set aside. */
  add(group: Group): Promise<Refused>
  /** Waits until what was added up to now is in the event store, without gaps. */
  drain(): Promise<void>
  /** No longer waits for a store that does not answer: what has landed is carried on after the next start. */
  giveUp(): void
  readonly rows: number
}

/** Brings what has landed into the event store, in the order it came. */
export function createCarry(deps: {
  events: EventStore
  /** null where the event store is where events land: then nobody has been answered yet. */
  landing: Landing | null
  clock: () => number
  sleep: (ms: number) => Promise<void>
  /** Only tests are in a hurry. */
  restAfterMs?: number
  /** Keeps an event the store will not take. */
  setAside(event: Enriched, fault: unknown): Promise<void>
  /** After the rows are stored: must not fail, and must not take long. */
  stored(events: Enriched[]): void
  log: { warn(details: object, message: string): void }
}): Carry {
  const { landing } = deps
  const waiting: Waiting[] = []
  let rows = 0
  let mayBegin = true
  let gapMs = shortestGapMs
  let drains = 0
  let hasGivenUp = false
  let running: Promise<void> | null = null
  let latest: Promise<unknown> = Promise.resolve()
  let rest: NodeJS.Timeout | null = null

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await gap()
      begin()
      const groups = take()
      await carry(groups)
    }
    running = null
    // What has ended leaves the landing alone: somebody else's events may lie there by then.
    if (landing && !hasGivenUp) rest ??= setTimeout(() => void takeRest(), deps.restAfterMs ?? restAfterMs).unref()
  }

  async function gap(): Promise<void> {
    // Short steps, because a drain or a flood ends the wait.
    while (landing && drains === 0 && rows < fullRows && !mayBegin) await deps.sleep(10)
  }

  function begin(): void {
    mayBegin = false
    void deps.sleep(gapMs).then(() => {
      mayBegin = true
    })
  }

  function take(): Waiting[] {
    const groups: Waiting[] = []
    for (let count = 0; waiting.length > 0 && count < maxRows; count += groups.at(-1)?.lines.length ?? 0) {
      const next = waiting.shift()
      if (next) groups.push(next)
    }
    return groups
  }

  async function carry(groups: Waiting[]): Promise<void> {
    const events = groups.flatMap(group => group.events)
    const lines = groups.flatMap(group => group.lines)
    const began = deps.clock()
    try {
      const refused = await patiently(tried => store(events, lines, tried > 0))
      await putAside(refused)
      gapMs = Math.min(longestGapMs, Math.max(shortestGapMs, (deps.clock() - began) / insertingShare))
      deps.stored(refused.size === 0 ? events : events.filter(event => !refused.has(event)))
      rows -= lines.length
      for (const group of groups) group.done(refused)
    } catch (fault) {
      // What has landed still waits, for the next start.
      if (!landing) rows -= lines.length
      for (const group of groups) group.failed(fault)
      return
    }
    for (const { landed } of groups) if (landed) await forget(landed)
  }

  /** After a failure nobody knows what of it was stored all the same; that is not written again, since reports count what lies there. */
  async function store(events: Enriched[], lines: string[], mayBeThere: boolean): Promise<Refused> {
    const known = mayBeThere ? await knownAmong(events) : nothing
    // The first try, which is nearly every one, copies nothing.
    const isMissing = known.size === 0 ? undefined : events.map(event => !known.has(event))
    const missing = isMissing ? events.filter((_, index) => isMissing[index]) : events
    const left = isMissing ? lines.filter((_, index) => isMissing[index]) : lines
    const refused: Refused = new Map()
    for (const { index, fault } of await storeLines(deps.events, left, deps.clock())) {
      const event = missing[index]
      if (event) refused.set(event, fault)
    }
    return refused
  }

  async function knownAmong(events: Enriched[]): Promise<ReadonlySet<Enriched>> {
    const keys = events.map(event => ({
      event,
      workspace: event.sender.workspaceNumber,
      visitor: event.visitor,
      id: event.id
    }))
    try {
      return new Set([...(await knownToStore(deps.events, keys))].map(key => key.event))
    } catch (fault) {
      throw new EventStoreBehind('The event store does not say what it holds.', { cause: fault })
    }
  }

  /** What has landed is safe, so it can wait for as long as the event store takes; whoever waits for an answer cannot. */
  async function patiently<Result>(work: (tried: number) => Promise<Result>): Promise<Result> {
    for (let tried = 0; ; tried += 1) {
      try {
        return await work(tried)
      } catch (fault) {
        const isLast = landing === null ? tried >= retryDelaysMs.length : hasGivenUp
        if (isLast || !(fault instanceof EventStoreBehind)) throw fault
        if (tried === retryDelaysMs.length)
          deps.log.warn({ err: fault }, 'the event store does not take events; they wait')
        await deps.sleep(retryDelaysMs[tried] ?? 1000)
      }
    }
  }

  /**
   * Once for all groups, and before they are forgotten where they landed: an end in between must find it in one of the two places.
   * Without the records nothing lands either, so they can be waited for.
   */
  async function putAside(refused: Refused): Promise<void> {
    for (const [event, fault] of refused)
      for (let tried = 1; ; tried += 1) {
        try {
          await deps.setAside(event, fault)
          break
        } catch (error) {
          if (landing === null || hasGivenUp) throw error
          if (tried < mostAsideTries) {
            await deps.sleep(retryDelaysMs[tried - 1] ?? 1000)
            continue
          }
          deps.log.warn({ err: error, fault, event: lineOf(event) }, 'an event could be neither stored nor set aside')
          break
        }
      }
  }

  async function forget(landed: Landed): Promise<void> {
    // Remembered too long it is stored twice at most, which is once.
    await landing
      ?.carried(landed)
      .catch(fault => deps.log.warn({ err: fault }, 'what was carried on could not be forgotten yet'))
  }

  async function takeRest(): Promise<void> {
    rest = null
    if (running === null)
      await landing
        ?.rest()
        .catch(fault => deps.log.warn({ err: fault }, 'what was carried on could not be forgotten yet'))
  }

  return {
    add(group) {
      rows += group.lines.length
      const carried = new Promise<Refused>((done, failed) => {
        waiting.push({ ...group, done, failed })
        running ??= run()
      })
      latest = carried.catch(() => undefined)
      return carried
    },
    async drain() {
      drains += 1
      await latest
      drains -= 1
    },
    giveUp() {
      hasGivenUp = true
      if (rest) clearTimeout(rest)
    },
    get rows() {
      return rows
    }
  }
}
