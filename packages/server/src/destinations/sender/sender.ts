import type { Sql } from 'postgres'
import type { CurrentConsents } from '../consent/consents.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { Directory } from '../directory/directory.ts'
import type { NoAnswer, Versioned } from '../in-segment/asking.ts'
import type { KnownMembers } from '../in-segment/members.ts'
import type { Tally } from '../tally.ts'
import { type Asked, claim, freeAll, markSending, renew, stillWait } from './claim.ts'
import type { Lane, Work } from './delivery.ts'
import { knownVisitors } from './known-visitors.ts'
import type { Known } from './look.ts'
import type { Roster } from './roster.ts'
import { deliveriesAtOnce, runLane } from './run-lane.ts'
import { createRunner, currentShare, placesOf, type Runner } from './runner.ts'
import { createSettling, type Settled } from './settle.ts'
import { markActive, markHeld, markMisconfigured, markResting } from './standing.ts'
import { type Tried, type Trying, tryOnce } from './try-once.ts'

/** For retries that come up, for what other processes wrote and left, for destinations that have rested. */
const lookEveryMs = 250
const renewEveryMs = 3_000
/** Lanes are claimed for this many rounds of requests, so that a claim is not what each request waits for. */
const rounds = 4
/** What is being sent when Foyer stops is waited for so long. */
const patienceMs = 6_000
/** A hold that is longer by less than this is the same answer to another request. */
const sameHoldMs = 500
/** An event store that was too slow, or away, is asked again after this. */
const askAgainMs = 2_000

export type Finished = {
  destination: KnownDestination
  work: Work
  settled: Settled
}

export type SenderDeps = Trying & {
  sql: Sql
  directory: Directory
  tally: Tally
  chance: () => number
  sleep(ms: number): Promise<void>
  /** No other process sends from these records. */
  isAlone: boolean
  roster: Roster
  /** What visitors say of consent now. */
  consentOf(visitors: readonly string[]): Promise<CurrentConsents>
  /** Who is in the segments of destinations. */
  members: KnownMembers
  finished(one: Finished): void
  /** What became of some of them is on disk. */
  written(destinationId: string): void
}

export type Sender = {
  /** Something was written for these destinations. */
  wake(destinationIds: Iterable<string>): void
  close(): Promise<void>
}

/**
 * Sends what waits. Lanes lie in the records; whichever process claims one first sends what is in it, says so while it does, and settles
 * it only if it is still its own.
 */
export async function startSender(deps: SenderDeps): Promise<Sender> {
  const { sql, directory, roster, clock, log } = deps
  const nowMs = () => clock().getTime()
  const runners = new Map<string, Runner>()
  const settling = createSettling(deps)
  const stop = new AbortController()
  const wanted = new Set<string>()
  let isClosed = false
  let looking: Promise<void> | null = null
  const atWork = new Set<Promise<void>>()

  const failed = (fault: unknown) => log.warn({ err: fault }, 'deliveries wait; they are tried again shortly')

  function runnerOf(destination: KnownDestination): Runner {
    const known = runners.get(destination.id)
    if (known) return known
    const made = createRunner(destination.id, nowMs)
    runners.set(destination.id, made)
    return made
  }

  const places = (runner: Runner) => placesOf(runner, directory, roster, nowMs())

  function wake(ids: Iterable<string>): void {
    for (const id of ids) wanted.add(id)
    if (isClosed || wanted.size === 0) return
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = null
      })
  }

  async function look(): Promise<void> {
    while (wanted.size > 0 && !isClosed) {
      const asked = askedOf([...wanted])
      wanted.clear()
      if (asked.length === 0) return
      const lanes = await claim(sql, asked, clock())
      const got = Map.groupBy(lanes, lane => lane.destinationId)
      for (const { destinationId, lanes: most } of asked) {
        const runner = runners.get(destinationId)
        if (runner) runner.hasMore = (got.get(destinationId)?.length ?? 0) >= most
      }
      if (lanes.length === 0) continue
      for (const lane of lanes) runners.get(lane.destinationId)?.inHand.add(lane)
      const rounds = deps.members.begun
      // Of all of them at once; whoever runs one of them waits for the answer.
      for (const lane of lanes) {
        const of = limitedIn(lane)
        if (of) void deps.members.of(of, lane.deliveries, rounds)
      }
      const known = await knownOf(lanes, rounds).catch((fault: unknown) => {
        // Their lease runs out, and they are claimed again.
        for (const lane of lanes) runners.get(lane.destinationId)?.inHand.delete(lane)
        throw fault
      })
      for (const lane of lanes) {
        const runner = runners.get(lane.destinationId)
        if (runner) runner.queue.push(lane)
        laneKnown.set(lane, known)
      }
      for (const id of got.keys()) begin(id)
    }
  }
  const laneKnown = new WeakMap<Lane, Known>()

  function askedOf(ids: string[]): Asked[] {
    return ids.flatMap(id => {
      const destination = directory.byId(id)
      if (!destination) return []
      const runner = runnerOf(destination)
      const atOnce = places(runner)
      if (atOnce === 0) return []
      const isTrial = destination.state === 'resting'
      if (isTrial) runner.breaker.onTrial()
      const most = isTrial ? 1 : atOnce * rounds
      const lanes = most - runner.inHand.size
      // In half measures, so that each claim is worth its while.
      if (lanes <= 0 || (runner.inHand.size > 0 && lanes < most / 2)) return []
      return [{ destinationId: id, lanes, deliveries: deliveriesAtOnce(destination.delivering.together) }]
    })
  }

  function limitedIn({ destinationId }: Lane): Versioned | null {
    const destination = directory.byId(destinationId)
    return destination?.segment ? { ...destination, segment: destination.segment } : null
  }

  async function knownOf(lanes: readonly Lane[], rounds: number): Promise<Known> {
    const visitors = [...new Set(lanes.flatMap(lane => lane.deliveries.map(work => work.visitor)))]
    const [known, consent] = await Promise.all([knownVisitors(sql, visitors), deps.consentOf(visitors)])
    return { visitors: known, consent, rounds }
  }

  function begin(id: string): void {
    const runner = runners.get(id)
    if (!runner) return
    while (runner.queue.length > 0 && runner.running < Math.max(1, places(runner))) {
      const lane = runner.queue.shift()
      if (!lane) break
      runner.running += 1
      const work = run(runner, lane)
        .catch((fault: unknown) => {
          runner.inHand.delete(lane)
          failed(fault)
        })
        .finally(() => {
          runner.running -= 1
          atWork.delete(work)
          begin(id)
          if (runner.hasMore || wanted.has(id)) wake([id])
        })
      atWork.add(work)
    }
  }

  async function run(runner: Runner, lane: Lane): Promise<void> {
    const known = laneKnown.get(lane)
    if (!known) return
    let letGo = Promise.resolve(false)
    await runLane(
      {
        destination: () => directory.byId(lane.destinationId),
        clock,
        chance: deps.chance,
        tally: deps.tally,
        settle(outcome) {
          const done = settling.add(outcome)
          if (outcome.ending) letGo = done
          if (outcome.settled.length > 0) void done.then(() => deps.written(lane.destinationId))
        },
        // Of a share that has become smaller some lanes are let go.
        mayGoOn: () => !isClosed && places(runner) >= Math.max(1, runner.running),
        members: deps.members.of,
        nobodySaid: (destination, why) => nobodySaid(runner, destination, why),
        send: group => sendGroup(runner, lane, group),
        heard: tried => heard(runner, lane, tried),
        finished: (destination, work, settled) => deps.finished({ destination, work, settled })
      },
      lane,
      known
    )
    // Its place is free for the next; the lane is let go a moment later.
    void letGo.then(isDue => {
      runner.inHand.delete(lane)
      if (isDue || runner.hasMore) wake([runner.id])
    })
  }

  async function sendGroup(
    runner: Runner,
    lane: Lane,
    group: Parameters<Parameters<typeof runLane>[0]['send']>[0]
  ): Promise<Tried> {
    const destination = directory.byId(lane.destinationId)
    if (!destination) throw new Error('the destination was deleted')
    const waitMs = runner.rate.waitMs(currentShare(runner, destination, roster).perSecond)
    if (waitMs > 0) await deps.sleep(waitMs)
    return tryOnce(deps, {
      destination,
      preparing: runner.preparing,
      mapped: group.mapped,
      deliveryId: group.deliveryId,
      memory: group.memory,
      part: group.part,
      together: group.together,
      isTest: false,
      signal: stop.signal,
      // Whoever may be sent it twice needs no mark.
      leaves: async () => {
        if (!destination.kind.mayRepeat(group.mapped)) return markSending(sql, lane, group.ids)
        return !group.isReplay || stillWait(sql, group.ids)
      }
    })
  }

  function heard(runner: Runner, lane: Lane, tried: Tried): void {
    const destination = directory.byId(lane.destinationId)
    if (!destination) return
    const { verdict } = tried
    if (tried.pauseMs > 0) holdUp(runner, destination, nowMs() + tried.pauseMs)
    if (verdict.is === 'misconfigured') {
      stopped(runner, destination, verdict.advice)
      return
    }
    // What was under way when its rest began says nothing new: counted, ten timeouts at once were two rests, and four minutes for two.
    if (tried.isOutage && isLeftAlone(runner, destination)) return
    if (runner.breaker.heard(tried.isOutage, currentShare(runner, destination, roster).among)) {
      runner.breaker.reset()
      // Until the records say for how long.
      runner.held = { until: nowMs() + lookEveryMs * 4, revision: destination.revision }
      void markResting(sql, destination, verdict.advice ?? '', clock())
        .then(() => directory.refresh(destination.workspaceId))
        .catch(failed)
    } else if (destination.state === 'resting' && !tried.isOutage)
      void markActive(sql, destination)
        .then(() => directory.refresh(destination.workspaceId))
        .then(() => wake([destination.id]))
        .catch(failed)
  }

  /** Every event would meet the same. */
  function stopped(runner: Runner, destination: KnownDestination, why: string): void {
    runner.wrongRevision = destination.revision
    void markMisconfigured(sql, destination, why, clock())
      .then(() => directory.refresh(destination.workspaceId))
      .catch(failed)
      .finally(() => {
        runner.wrongRevision = null
      })
  }

  /** Nothing is sent to anybody of whom it is not known, and nothing of it is the destination's fault. */
  function nobodySaid(runner: Runner, destination: KnownDestination, answer: NoAnswer) {
    const name = destination.segment?.name ?? ''
    if (answer.is === 'broken') {
      const advice = `Who is in the segment “${name}” cannot be asked, so nothing is sent. ${answer.why} Mend the segment, or choose another one; then let the destination go on.`
      stopped(runner, destination, advice)
      return { reason: 'segment_broken', advice, afterMs: 0 }
    }
    // The others need not be claimed to hear the same.
    const until = nowMs() + askAgainMs
    if (runner.held.revision !== destination.revision || runner.held.until < until)
      runner.held = { until, revision: destination.revision }
    return {
      reason: 'segment_unknown',
      advice: `Foyer could not find out whether the visitor is in the segment “${name}”: its event store is behind, or does not answer. It is asked again in a moment.`,
      afterMs: askAgainMs
    }
  }

  const isLeftAlone = (runner: Runner, { state, restUntil, revision }: KnownDestination) =>
    (runner.held.revision === revision && runner.held.until > nowMs()) ||
    (state === 'resting' && (restUntil?.getTime() ?? 0) > nowMs())

  function holdUp(runner: Runner, destination: KnownDestination, until: number): void {
    const { held } = runner
    const isSame = held.revision === destination.revision && until - held.until < sameHoldMs
    runner.held = { until: isSame ? Math.max(until, held.until) : until, revision: destination.revision }
    if (!isSame) void markHeld(sql, destination, new Date(until)).catch(failed)
  }

  const lookAtAll = () => {
    const ids: string[] = []
    for (const destination of directory.all()) if (destination.enabled) ids.push(destination.id)
    wake(ids)
  }
  async function renewAll(): Promise<void> {
    await renew(
      sql,
      [...runners.values()].flatMap(runner => [...runner.inHand]),
      clock()
    )
  }

  if (deps.isAlone) await freeAll(sql, clock())
  directory.onChange(lookAtAll)
  const timers = [setInterval(lookAtAll, lookEveryMs), setInterval(() => void renewAll().catch(failed), renewEveryMs)]
  lookAtAll()
  return {
    wake,
    async close() {
      isClosed = true
      deps.members.close()
      await looking
      for (const runner of runners.values()) for (const lane of runner.queue.splice(0)) release(lane)
      const patience = setTimeout(() => stop.abort(), patienceMs)
      while (atWork.size > 0) await Promise.allSettled(atWork)
      clearTimeout(patience)
      await settling.settled()
      for (const timer of timers) clearInterval(timer)
    }
  }

  /** Another process, or the next start, need not wait until the lease runs out. */
  function release(lane: Lane): void {
    void settling.add({ lane, settled: [], ending: { dueAt: clock(), memory: lane.memory } })
  }
}
