import type { Sql } from 'postgres'
import { partSeenApart } from '../identity/index.ts'
import type { Enriched } from './enrich.ts'
import { Ledger } from './ledger.ts'
import { type AgentTally, Tally } from './tally.ts'
import { type Moved, writeTally } from './write-tally.ts'

const flushEveryMs = 150
/**
 * Of the time, at most this much is spent writing: a tally of many visitors is thousands of updated rows, and one of twice as
 * long is hardly larger, since it is mostly the same visitors.
 */
const writingShare = 1 / 5
const longestGapMs = 2_000
/** A tally this large means the records are behind; intake then waits rather than fill the memory. */
export const maxTalliedVisitors = 100_000

/** SQLSTATE class 22: the values themselves are at fault, and stay so however often they are sent. */
const isRefused = (fault: unknown) => fault instanceof Error && 'code' in fault && /^22/.test(String(fault.code))

type Log = { warn(details: object, message: string): void }

export type Count = {
  stored(events: Enriched[]): void
  ledger: Ledger
  readonly isBehind: boolean
  /** Writes all that has gathered. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * What the stored events add to the records, written a few times a second whatever the load. The events are safe already:
 * what a crash takes from here is counted again at the next start (recount.ts).
 */
export function createCount(deps: {
  sql: Sql
  node: string
  clock: () => number
  log: Log
  moved(people: Moved[]): void
  agentsHeard(agents: AgentTally[]): Promise<void>
}): Count {
  const ledger = new Ledger()
  let gathering = new Tally()
  let gatheringSince = deps.clock()
  let timer: NodeJS.Timeout | null = null
  let gapMs = flushEveryMs
  let writing: Promise<void> = Promise.resolve()

  function schedule(delayMs = gapMs): void {
    timer ??= setTimeout(() => {
      timer = null
      void flush()
    }, delayMs)
  }

  function flush(): Promise<void> {
    writing = writing.then(writeOnce)
    return writing
  }

  async function writeOnce(): Promise<void> {
    const tally = gathering
    // The clock of the commit is read before its rows are stored; a second of margin covers what is in flight.
    const countedTo = new Date(deps.clock() - 1000)
    const waiting: Tally[] = []
    const moved: Moved[] = []
    const began = deps.clock()
    try {
      await ledger.flush(deps.sql)
      if (tally.events === 0) return
      gathering = new Tally()
      gatheringSince = deps.clock()
      waiting.push(tally)
      await writeAll(waiting, countedTo, moved)
    } catch (fault) {
      deps.log.warn({ err: fault }, 'the visitor records are behind; counting again shortly')
      // Only what was not written: the rest would count twice.
      for (const part of waiting) gathering = part.merge(gathering)
      schedule(1000)
    }
    await tell(tally, moved)
    const tookMs = deps.clock() - began
    gapMs = Math.min(longestGapMs, Math.max(flushEveryMs, tookMs * (1 / writingShare - 1)))
  }

  /** One visitor whose figures are refused must not hold up everybody's: halved until it stands alone, and left out. */
  async function writeAll(waiting: Tally[], countedTo: Date, moved: Moved[]): Promise<void> {
    for (let part = waiting[0]; part !== undefined; part = waiting[0]) {
      try {
        moved.push(...(await writeTally(deps.sql, part, deps.node, { countedTo, nowMs: deps.clock() })))
        waiting.shift()
      } catch (fault) {
        if (!isRefused(fault)) throw fault
        const halves = part.halves()
        if (!halves) {
          const [visitor] = part.visitors.keys()
          deps.log.warn({ err: fault, visitor }, 'the figures of a visitor cannot be written; their events are stored')
        }
        waiting.splice(0, 1, ...(halves ?? []))
      }
    }
  }

  async function tell(tally: Tally, moved: Moved[]): Promise<void> {
    try {
      const acted = [...tally.visitors.values()].map(({ visitor, lastMs }) => ({ visitor, lastMs }))
      const parted = await partSeenApart(deps.sql, acted, new Date(deps.clock()))
      // When it arrived, whatever time it speaks of: the light of an installation tells that something comes through.
      const heardMs = deps.clock()
      await deps.agentsHeard([...tally.agents.values()].map(agent => ({ ...agent, atMs: heardMs })))
      deps.moved([...moved, ...parted])
    } catch (fault) {
      deps.log.warn({ err: fault }, 'what was counted could not be told; open pages show it at their next look')
    }
  }

  return {
    ledger,
    stored(events) {
      for (const event of events) gathering.add(event)
      schedule()
    },
    get isBehind() {
      return gathering.visitors.size > maxTalliedVisitors && deps.clock() - gatheringSince > 5000
    },
    flush,
    async close() {
      if (timer) clearTimeout(timer)
      await flush()
      await deps.sql`
        INSERT INTO intake_checkpoint (node, counted_to, clean) VALUES (${deps.node}, ${new Date(deps.clock())}, true)
        ON CONFLICT (node) DO UPDATE SET counted_to = excluded.counted_to, clean = true`
    }
  }
}
