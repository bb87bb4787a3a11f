import type { Sql } from 'postgres'
import type { EventStore } from '../../stores/events/index.ts'
import { alone } from '../../stores/records/index.ts'
import { currentGeneration, dropGeneration, endMaking, makeGeneration, storedGenerations } from './generations.ts'

/** Fewer events are grouped in less time than it takes to look for a table of them. */
const fewestEvents = 100_000
const firstAfterMs = 2_000
const everyMs = 60_000
/** Whoever counts the events of every workspace reads a column of all of them. */
const countEveryMs = 600_000
/** A table is made anew when this part of the events was stored since, but not all the time. */
const mostSince = 0.01
const leastGapMs = 600_000
const mostOfTheTime = 1 / 20
/**
 * An insert may be under way for half a minute with the second it began in, another node's clock may be off, and the same event stored by two nodes is
 * made one within that time (`intake/copies.ts`).
 */
const settledAfterMs = 240_000
/** A report that has looked which table to read may wait behind others; and what is being made is known to nobody yet. */
const keptAfterMs = 300_000
const mostMakingMs = 3_600_000

type Log = { warn(details: object, message: string): void }
type Keeping = { sql: Sql; events: EventStore; clock: () => Date; log: Log }

/** Makes the tables of visits, with their page views, of the workspaces that have enough of them, and takes away what nobody reads any more. */
export function createVisitKeeper(keeping: Keeping) {
  const { sql, events, clock } = keeping
  const made = new Map<number, { atMs: number; tookMs: number }>()
  const unread = new Map<string, number>()
  let counted: { workspace: number; events: number }[] = []
  let countedAtMs = Number.NEGATIVE_INFINITY
  let running: Promise<void> = Promise.resolve()
  let hasEnded = false

  const isTime = (workspace: number) => {
    const last = made.get(workspace)
    return !last || clock().getTime() - last.atMs > Math.max(leastGapMs, last.tookMs / mostOfTheTime)
  }

  async function countEvents(): Promise<void> {
    const nowMs = clock().getTime()
    if (nowMs - countedAtMs < countEveryMs) return
    counted = await events.report<{ workspace: number; events: number }>(
      'SELECT workspace, count() AS events FROM events GROUP BY workspace HAVING events >= {fewest:UInt64} ORDER BY workspace',
      { fewest: fewestEvents },
      'visits'
    )
    countedAtMs = nowMs
  }

  async function isWanted(workspace: number, all: number): Promise<boolean> {
    const current = await currentGeneration(events, workspace)
    if (!current) return true
    if (!isTime(workspace)) return false
    const [since] = await events.lookUp<{ events: number }>(
      'SELECT count() AS events FROM events WHERE workspace = {workspace:UInt32} AND stored_at >= fromUnixTimestamp({since:UInt32})',
      { workspace, since: current.storedBefore }
    )
    return Number(since?.events) > all * mostSince
  }

  async function round(): Promise<void> {
    await countEvents()
    for (const { workspace, events: all } of counted) {
      if (hasEnded) return
      if (await isWanted(workspace, Number(all)))
        await alone(sql, `visits ${workspace}`, async () => {
          const atMs = clock().getTime()
          const storedBefore = Math.floor((atMs - settledAfterMs) / 1_000)
          await makeGeneration(events, workspace, { generation: atMs, storedBefore }, { hasEnded: () => hasEnded })
          made.set(workspace, { atMs, tookMs: clock().getTime() - atMs })
        })
    }
    await dropUnread()
  }

  async function dropUnread(): Promise<void> {
    const nowMs = clock().getTime()
    const stored = await storedGenerations(events)
    const current = new Map<number, number>()
    for (const { workspace } of stored)
      if (!current.has(workspace)) current.set(workspace, (await currentGeneration(events, workspace))?.generation ?? 0)
    for (const { workspace, generation } of stored) {
      const name = `${workspace} ${generation}`
      if (current.get(workspace) === generation) continue
      const since = unread.get(name) ?? nowMs
      unread.set(name, since)
      const isBeingMade = generation > (current.get(workspace) ?? 0) && nowMs - generation < mostMakingMs
      if (isBeingMade || nowMs - since < keptAfterMs) continue
      await dropGeneration(events, workspace, generation)
      unread.delete(name)
    }
  }

  const look = () => {
    running = running.then(round).catch(fault => {
      if (hasEnded) return
      keeping.log.warn(
        { err: fault },
        'the table of visits was not made; reports read the events, and it is tried again'
      )
    })
    return running
  }
  const first = setTimeout(look, firstAfterMs)
  const later = setInterval(look, everyMs)
  return {
    /** Now, and not in a minute. */
    look,
    /** In seconds: what was stored before it is in every table there should be. 0 while one is missing, and where there should be none. */
    async storedBefore(): Promise<number> {
      let oldest = Number.POSITIVE_INFINITY
      for (const { workspace } of counted)
        oldest = Math.min(oldest, (await currentGeneration(events, workspace))?.storedBefore ?? 0)
      return Number.isFinite(oldest) ? oldest : 0
    },
    async close() {
      hasEnded = true
      clearTimeout(first)
      clearInterval(later)
      // The first table of very many events takes longer than anybody waits for an end. What it leaves is dropped by a later run.
      await endMaking(events).catch(fault =>
        keeping.log.warn({ err: fault }, 'a table of visits that is being made could not be ended')
      )
      await running
    }
  }
}
