import { type InSegment, type Limited, withinOf } from './within.ts'

/** `unanswered`: it is asked again; `broken`: it stays so until somebody changes the segment. */
export type NoAnswer = { is: 'unanswered' } | { is: 'broken'; why: string }
export type Answered = { is: 'answered'; within: ReadonlySet<string>; round: number; atMs: number }

/** As it stood when it was read: whoever was in it before a change is not known to be in it after. */
export type Versioned = Limited & { segment: { version: string } }
type Asked = { of: Limited; visitors: Set<string>; answer: Answered | NoAnswer }
type Round = { number: number; atMs: number; asked: Map<string, Asked>; ended: Promise<void>; end(): void }

const unanswered: NoAnswer = { is: 'unanswered' }
/** One after another at this distance: what comes meanwhile goes together, and the event store is made to catch up so often at most. */
const leastBetweenMs = 100
const patienceMs = 10_000
const said = 'who is in a segment could not be asked; what waits for it is tried again shortly'

export type AskingDeps = {
  inSegment: InSegment
  /** Whether all that was received before can be read; false where the event store is behind. */
  isReadable(): Promise<boolean>
  clock: () => Date
  sleep(ms: number): Promise<void>
  log: { warn(details: object, message: string): void }
}

/**
 * Asks who is in a segment, for all deliveries that wait for it at once: what comes while it is asked goes with the next round. A round
 * first waits until what was received before it began can be read; so whatever was claimed before is judged with its own event among
 * what its visitor did.
 */
export function createAsking({ inSegment, isReadable, clock, sleep, log }: AskingDeps) {
  let begun = 0
  let current: Round | null = null
  let next: Round | null = null
  let isRunning = false
  let isClosed = false

  async function run(): Promise<void> {
    // Whatever else is asked in this moment goes with it.
    await Promise.resolve()
    while (next && !isClosed) {
      const round = next
      next = null
      current = round
      begun += 1
      round.number = begun
      round.atMs = clock().getTime()
      const asking = ask(round).catch(fault => log.warn({ err: fault }, said))
      const patience = setTimeout(round.end, patienceMs)
      // Not before it has ended: a store that is slow is not asked more and more at once.
      await asking
      clearTimeout(patience)
      round.end()
      current = null
      await sleep(leastBetweenMs)
    }
    isRunning = false
  }

  async function ask({ asked, number, atMs }: Round): Promise<void> {
    if (!(await isReadable())) return
    for (const one of asked.values()) {
      const answer = await answerOf(one.of, [...one.visitors])
      one.answer = 'is' in answer ? answer : { is: 'answered', round: number, atMs, ...answer }
    }
  }

  async function answerOf(of: Limited, visitors: string[]): Promise<{ within: ReadonlySet<string> } | NoAnswer> {
    try {
      const found = await withinOf(inSegment, of, visitors)
      return 'broken' in found ? { is: 'broken', why: found.broken } : found
    } catch (fault) {
      log.warn({ err: fault, segment: of.segment.id }, said)
      return unanswered
    }
  }

  function upcoming(): Round {
    if (next) return next
    const { promise, resolve } = Promise.withResolvers<void>()
    next = { number: 0, atMs: 0, asked: new Map(), ended: promise, end: resolve }
    if (!isRunning) {
      isRunning = true
      void run()
    }
    return next
  }

  return {
    /** How many rounds began. What is there now is seen by the later ones. */
    get begun() {
      return begun
    },
    /** Who of them is in it, by a round that began after so many. */
    async who(of: Versioned, visitors: readonly string[], after: number): Promise<Answered | NoAnswer> {
      if (isClosed) return unanswered
      const key = `${of.segment.id} ${of.segment.version}`
      const isAsked = visitors.every(visitor => current?.asked.get(key)?.visitors.has(visitor))
      const round = current && current.number > after && isAsked ? current : upcoming()
      if (round !== current) {
        const asked = round.asked.get(key) ?? { of, visitors: new Set(), answer: unanswered }
        round.asked.set(key, asked)
        for (const visitor of visitors) asked.visitors.add(visitor)
      }
      await round.ended
      return round.asked.get(key)?.answer ?? unanswered
    },
    /** Whoever waits for an answer has none. */
    close() {
      isClosed = true
      current?.end()
      next?.end()
    }
  }
}
