import type { FastifyInstance } from 'fastify'
import type { Machines } from '../facts/index.ts'
import { createRateLimit, type Randomness } from '../http/index.ts'
import type { ErasedVisitors, FindAgent, Meet, Recognise, VisitorTokens } from '../identity/index.ts'
import type { WhereaboutsIn } from '../privacy/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import type { Records } from '../stores/records/index.ts'
import { createSessions } from './assign-sessions.ts'
import type { Beside } from './beside.ts'
import { createCarry } from './carry.ts'
import { createCommit } from './commit.ts'
import { keepCopiesOut } from './copies.ts'
import { createCount } from './count.ts'
import { type Enriched, lineOf } from './enrich.ts'
import { createLanding } from './landing.ts'
import { ledgerRoute } from './ledger-route.ts'
import { carryLeftBehind } from './left-behind.ts'
import { recallIds } from './recall-ids.ts'
import { type Fact, recordFacts } from './record.ts'
import { recount, recountAfterCrash } from './recount.ts'
import { keepRetention } from './retention.ts'
import { intakeRoutes } from './routes.ts'
import { sayDamage } from './say-damage.ts'
import { type SegmentDeps, segmentRoutes } from './segment/routes.ts'
import { setAside, storeSetAside } from './set-aside.ts'
import type { AgentTally } from './tally.ts'
import type { Moved } from './write-tally.ts'

export { ledgerRows } from './ledger-rows.ts'
export { forgetSetAside } from './set-aside.ts'
export type { AgentTally } from './tally.ts'
export type { Moved } from './write-tally.ts'

/** Requests of one address that bring no secret key. */
const segmentTurns = { burst: 300, perSecond: 50 }
const readPatienceMs = 400
const countPatienceMs = 5_000
const busyRows = 300

export async function createIntake(deps: {
  records: Records
  events: EventStore
  node: string
  tokens: VisitorTokens
  meet: Meet
  recognise: Recognise
  agents: FindAgent
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  publicUrl: string
  clock: () => Date
  log: { warn(details: object, message: string): void; info(message: string): void }
  moved(people: Moved[]): void
  agentsHeard(agents: AgentTally[]): Promise<void>
  counted(entry: string, count: number): void
  random: Randomness
  actorOfKey: SegmentDeps['actorOfKey']
  /** Somebody's record changed with what another library told. */
  changed(workspaceId: string, people: string[]): void
  erased: ErasedVisitors
  /** What others write together with events, before they are answered. */
  besideOf(events: Enriched[]): Beside | null
  /** What visitors say of consent is kept before the events that say it are answered. */
  consented(said: { workspaceId: string; visitor: string; timeMs: number; consent: string }[]): Promise<void>
}) {
  const { sql } = deps.records
  const clock = () => deps.clock().getTime()
  await sayDamage(sql, deps.events, deps.log)
  // A server by URL is one write away itself, and other processes write to it too.
  const landing = deps.events.exclusive ? createLanding(sql) : null
  const left = landing ? await carryLeftBehind(sql, deps.events, landing, deps.clock, deps.erased.among) : []
  const mended = await storeSetAside(sql, deps.events, deps.clock())
  await recount(sql, deps.events, [...left, ...mended])
  const recounted = await recountAfterCrash(sql, deps.events, deps.node, deps.clock())
  if (recounted > 0)
    deps.log.info(`The last run ended without saying goodbye; ${recounted} visitors were counted again.`)
  const count = createCount({ ...deps, sql, clock })
  const carry = createCarry({
    events: deps.events,
    landing,
    clock,
    sleep: ms => new Promise(done => setTimeout(done, ms)),
    async setAside(event: Enriched, fault) {
      await setAside(sql, lineOf(event), fault, deps.clock())
      // Its sender was told that it is stored; the ledger knows better.
      if (!landing) return
      const { workspaceId, agentUuid } = event.sender
      count.ledger.add(workspaceId, agentUuid, clock(), 'stored', -1)
      count.ledger.add(workspaceId, agentUuid, clock(), 'unstorable', 1)
    },
    // What Foyer itself notes of a visitor is nothing they did: it makes nobody seen now.
    stored: events => count.stored(events.filter(event => event.type !== 'conversation')),
    log: deps.log
  })
  const commit = createCommit({
    events: deps.events,
    recent: await recallIds(deps.events, clock()),
    landing,
    carry,
    clock,
    assignSessions: createSessions(sql),
    besideOf: deps.besideOf,
    erasedAmong: deps.erased.among,
    consented: events =>
      deps.consented(
        events
          .filter(event => event.consent !== '')
          .map(({ visitor, timeMs, consent, sender: { workspaceId } }) => ({ workspaceId, visitor, timeMs, consent }))
      ),
    log: deps.log
  })
  async function within(ms: number, work: Promise<void>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<boolean>(resolve => {
      timer = setTimeout(resolve, ms, false)
    })
    const isDone = await Promise.race([work.then(() => true), patience])
    clearTimeout(timer)
    return isDone
  }
  async function caughtUp(): Promise<void> {
    if (commit.waitingRows > 0) await within(readPatienceMs, commit.drain())
  }
  const perAddress = createRateLimit({ ...segmentTurns, clock })
  const endRetention = keepRetention(sql, deps.events, clock, deps.log)
  const endCopies = keepCopiesOut(deps.events, clock, deps.log)
  return {
    routes: async (app: FastifyInstance) => intakeRoutes(app, { ...deps, sql, commit, count, clock }),
    /** Segment's tracking API, by the same way. */
    segment: async (app: FastifyInstance) => segmentRoutes(app, { ...deps, sql, commit, count, clock, perAddress }),
    ledger: ledgerRoute(sql, clock),
    waitingRows: () => commit.waitingRows,
    /** What happened to a visitor that no page sends; resolves when it is stored. */
    record: (facts: Fact[]) => recordFacts(sql, commit, facts),
    /**
     * An event is acknowledged a moment before the event store can be asked for it. Whoever reads waits for what was acknowledged
     * before, as long as that is a moment.
     */
    caughtUp,
    /**
     * For questions over very many events: while thousands arrive, the last third of a second is nothing in the answer, and waiting for it
     * was most of the wait.
     */
    caughtUpWhenCalm: async () => {
      if (commit.waitingRows <= busyRows) await caughtUp()
    },
    /** Whether all that was acknowledged before can be read, and is counted; false where that takes more than a moment. */
    isReadable: () => within(countPatienceMs, commit.drain().then(count.flush)),
    /** For tests and for whoever must see what was just stored counted. */
    settled: async () => {
      await commit.drain()
      await count.flush()
    },
    /** Of what was received until now and is in the event store, nothing lies where it landed any longer. */
    leaveLanding: async (pause: () => Promise<void>) => {
      await landing?.gone(pause)
    },
    async close() {
      endRetention()
      endCopies()
      carry.giveUp()
      await commit.drain()
      if (landing && carry.rows === 0) await landing.clear()
      await count.close()
    }
  }
}
