import type { Attempt } from '@foyer/protocol'
import type { KnownDestination, OfSegment } from '../directory/destination.ts'
import type { NoAnswer, Versioned } from '../in-segment/asking.ts'
import type { Members } from '../in-segment/members.ts'
import type { Mapped, Memory } from '../kind.ts'
import type { Tally } from '../tally.ts'
import type { Lane, Work } from './delivery.ts'
import { type About, type Known, look, type Ready } from './look.ts'
import { logged } from './record-attempt.ts'
import type { Outcome, Settled } from './settle.ts'
import { type Happening, next } from './states.ts'
import type { Tried } from './try-once.ts'

export type Running = {
  destination(): KnownDestination | undefined
  clock: () => Date
  chance: () => number
  tally: Tally
  settle(outcome: Outcome): void
  /** False once nothing more is to be sent for now. */
  mayGoOn(): boolean
  /** Who of the rest of a lane is in the segment of its destination. */
  members(of: Versioned, works: readonly Work[], rounds: number): Promise<Members | NoAnswer>
  /** Nobody could say who is in the segment: how long until it is asked again. */
  nobodySaid(destination: KnownDestination, why: NoAnswer): { reason: string; advice: string; afterMs: number }
  send(group: {
    mapped: Mapped[]
    deliveryId: string
    part: number
    ids: string[]
    memory: Memory
    together: number
    isReplay: boolean
  }): Promise<Tried>
  /** What a try came to, for the destination as a whole. */
  heard(tried: Tried): void
  finished(destination: KnownDestination, work: Work, state: Settled): void
}

/** A part of what is sent in one request: what the mapping made of one delivery, or of it so much as still fits. */
type Part = { work: Work; mapped: Mapped[]; from: number; isLast: boolean }

/**
 * Sends what waits in a lane, in order. Ends where one of them has to be tried again later: those behind it wait, which is what keeps a
 * visitor's events in order. The last statement lets the lane go.
 */
export async function runLane(running: Running, lane: Lane, known: Known): Promise<void> {
  let memory = lane.memory
  let settled: Settled[] = []
  let dueAt: Date | null = null
  let isBlocked = false
  let destination = running.destination()
  const flush = (isEnd: boolean) => {
    if (settled.length > 0 || isEnd) running.settle({ lane, settled, ending: isEnd ? { dueAt, memory } : null })
    settled = []
  }
  /** More may lie behind those that were read. */
  const later = () => running.clock()
  if (!destination) {
    dueAt = later()
    return flush(true)
  }
  const { together } = destination.delivering
  const most = together?.most ?? 1

  function end(work: Work, happening: Happening, about: About): void {
    const now = running.clock()
    const after = next(
      work,
      happening,
      now,
      { retryAfterMs: destination?.delivering.retryAfterMs ?? [], chance: running.chance },
      about.afterMs
    )
    const one: Settled = {
      id: work.id,
      next: after,
      parts: work.parts,
      attempts: work.attempts,
      log: work.log,
      status: about.tried?.status ?? null,
      durationMs: about.tried?.attempt.durationMs ?? null,
      reason: about.reason,
      advice: about.advice,
      rules: about.rules ?? [],
      together: about.together ?? 1
    }
    settled.push(one)
    if (destination && after.stage) running.tally.add(destination, after.stage, about.reason, now, 1)
    if (destination) running.finished(destination, work, one)
    if (after.nextAt) {
      isBlocked = true
      dueAt = dueAt === null || after.nextAt < dueAt ? after.nextAt : dueAt
    }
  }

  const waiting = lane.deliveries.values()
  let group: Ready[] = []
  const sizeOf = (ready: Ready[]) => ready.reduce((sum, one) => sum + one.mapped.length - one.work.parts, 0)
  for (let at = waiting.next(); !isBlocked; ) {
    if (!running.mayGoOn()) {
      dueAt = later()
      break
    }
    // As it is now: whoever has changed it does not wait for this lane to end.
    destination = running.destination() ?? destination
    const { segment } = destination
    let members: Members | null = null
    if (segment && !at.done) {
      const answer = await running.members({ ...destination, segment }, lane.deliveries, known.rounds)
      // Meanwhile the destination may have been changed, or Foyer be about to stop.
      if (!running.mayGoOn() || isOther(running.destination(), segment)) continue
      if (answer.is !== 'answered') {
        const about = running.nobodySaid(destination, answer)
        for (; !isBlocked && !at.done; at = waiting.next()) end(at.value, 'put off', about)
        break
      }
      members = answer
    }
    while (!at.done && sizeOf(group) < most) {
      const ready = look(running, destination, at.value, known, members, end, one => settled.push(one))
      if (ready) group.push(ready)
      at = waiting.next()
    }
    if (group.length === 0) break
    await sendAll(group)
    group = []
    if (!isBlocked && !at.done) flush(false)
  }
  if (!isBlocked && dueAt === null && lane.deliveries.length > 0 && isFull(lane, destination)) dueAt = later()
  flush(true)

  /** In one request as far as they fit; several of which one is refused by halves, so that one bad among a hundred costs some dozen requests. */
  async function sendAll(ready: Ready[]): Promise<void> {
    const parts = chunked(ready, most, destination?.kind.alike)
    for (const [index, chunk] of parts.entries()) {
      if (isBlocked) return
      const works = chunk.map(part => part.work)
      const first = works[0]
      if (!first) continue
      const tried = await running.send({
        mapped: chunk.flatMap(part => part.mapped),
        deliveryId: first.id,
        part: chunk[0]?.from ?? 0,
        ids: works.map(work => work.id),
        memory,
        together: works.length,
        isReplay: works.some(work => work.origin === 'replay')
      })
      memory = tried.memory
      const isSplit = tried.verdict.is === 'invalid' && works.length > 1
      if (!isSplit) running.heard(tried)
      for (const work of works) note(work, tried.attempt)
      if (isSplit) {
        const those = ready.filter(one => works.includes(one.work))
        const half = Math.ceil(those.length / 2)
        const rest = ready.filter(one => !those.includes(one) && one.work.parts < one.mapped.length)
        for (const some of [those.slice(0, half), those.slice(half), rest])
          if (!isBlocked && some.length > 0) await sendAll(some)
        return
      }
      take(chunk, tried, ready)
      // What one event becomes goes together or not at all: the rest of one that was refused is not sent.
      if (tried.verdict.is !== 'delivered' && index < parts.length - 1) {
        const ended = new Set(works)
        const rest = ready.filter(one => !ended.has(one.work) && one.work.parts < one.mapped.length)
        if (!isBlocked && rest.length > 0) await sendAll(rest)
        return
      }
    }
  }

  function take(chunk: Part[], tried: Tried, ready: Ready[]): void {
    const { verdict } = tried
    for (const { work, mapped, isLast } of chunk) {
      const rules = ready.find(one => one.work === work)?.rules ?? []
      const about = { tried, rules, together: chunk.length, reason: '', advice: verdict.advice ?? 'It arrived.' }
      if (verdict.is === 'delivered') {
        work.parts += mapped.length
        if (isLast) end(work, 'delivered', about)
      } else if (verdict.is === 'misconfigured') end(work, 'put off', { ...about, reason: verdict.reason, afterMs: 0 })
      else if (verdict.is === 'retry')
        end(work, verdict.isFree ? 'put off' : 'failed', {
          ...about,
          reason: verdict.reason,
          ...(verdict.afterMs === undefined ? {} : { afterMs: verdict.afterMs })
        })
      else end(work, verdict.is === 'invalid' ? 'refused as it is' : 'unanswered', { ...about, reason: verdict.reason })
    }
  }
}

function note(work: Work, attempt: Attempt): void {
  work.attempts += 1
  work.log = logged(work.log, attempt)
}

function chunked(ready: Ready[], most: number, alike: (mapped: Mapped) => string = () => ''): Part[][] {
  const chunks: Part[][] = []
  let room = 0
  let same = ''
  for (const { work, mapped } of ready) {
    const likes = mapped.map(alike)
    for (let at = work.parts; at < mapped.length; ) {
      const like = likes[at] ?? ''
      if (room === 0 || like !== same) {
        chunks.push([])
        room = most
        same = like
      }
      const other = likes.findIndex((one, index) => index > at && one !== like)
      const some = mapped.slice(at, Math.min(at + room, other === -1 ? mapped.length : other))
      const from = at
      at += some.length
      room -= some.length
      chunks.at(-1)?.push({ work, mapped: some, from, isLast: at === mapped.length })
    }
  }
  return chunks
}

const isOther = (destination: KnownDestination | undefined, { id, version }: OfSegment) =>
  destination !== undefined && (destination.segment?.id !== id || destination.segment.version !== version)

const isFull = (lane: Lane, { delivering: { together } }: KnownDestination) =>
  lane.deliveries.length >= deliveriesAtOnce(together)

/** How many of a lane are read at a time. */
export const deliveriesAtOnce = (together: { most: number } | undefined): number => Math.max(20, together?.most ?? 1)
