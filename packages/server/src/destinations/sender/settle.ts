import type { Attempt } from '@foyer/protocol'
import type { Sql } from 'postgres'
import { storableJson, storableText } from '../../identity/index.ts'
import { instants } from '../../stores/records/index.ts'
import type { Memory } from '../kind.ts'
import type { Lane } from './delivery.ts'
import type { Next } from './states.ts'

/** What became of one delivery; `null` where the mapping does not want it after all. */
export type Settled = {
  id: string
  next: Next | null
  parts: number
  attempts: number
  log: Attempt[]
  status: number | null
  durationMs: number | null
  reason: string
  advice: string
  rules: string[]
  together: number
}
/** The lane is let go, and whoever is about to lengthen its lease comes too late: nothing is left in it that was known of, or its next delivery is due then. */
export type Ending = { dueAt: Date | null; memory: Memory }
export type Outcome = { lane: Lane; settled: Settled[]; ending: Ending | null }

const retryMs = 200
const mostAtOnce = 500

/**
 * Writes down what became of deliveries. Whatever comes while it writes goes with the next statement, so a fast destination costs a
 * few statements and not one for each delivery. A store that does not answer is asked again: what was sent is not forgotten.
 */
export function createSettling(deps: {
  sql: Sql
  clock: () => Date
  sleep(ms: number): Promise<void>
  log: { warn(details: object, message: string): void }
}) {
  let waiting: { outcome: Outcome; done: (isDue: boolean) => void }[] = []
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      let due: ReadonlySet<Lane>
      for (;;) {
        try {
          due = await writeAll(taken.map(one => one.outcome))
          break
        } catch (fault) {
          deps.log.warn({ err: fault }, 'what became of deliveries was not written down; it is tried again')
          await deps.sleep(retryMs)
        }
      }
      for (const { done, outcome } of taken) done(outcome.ending !== null && due.has(outcome.lane))
    }
    running = null
  }

  /** Where the store refuses the values of one, the others are written, and of that one what it came to. */
  async function writeAll(outcomes: readonly Outcome[]): Promise<ReadonlySet<Lane>> {
    const now = deps.clock()
    try {
      return await write(deps.sql, outcomes, now)
    } catch (fault) {
      if (!isOfValues(fault)) throw fault
      const [one] = outcomes
      if (one && outcomes.length === 1) {
        deps.log.warn({ err: fault }, 'of a delivery only what it came to is kept')
        return write(deps.sql, [bare(one)], now)
      }
      const due = new Set<Lane>()
      for (const outcome of outcomes) for (const lane of await writeAll([outcome])) due.add(lane)
      return due
    }
  }

  return {
    /** Resolves when it is on disk: whether the lane was let go with something in it that is due. */
    add(outcome: Outcome): Promise<boolean> {
      return new Promise(done => {
        waiting.push({ outcome, done })
        running ??= Promise.resolve().then(run)
      })
    },
    get waiting() {
      return waiting.length
    },
    settled: async () => {
      await running
    }
  }
}

/** Class 22 of PostgreSQL is the data; what JavaScript says of it never reached the store. */
const isOfValues = (fault: unknown) =>
  fault instanceof TypeError ||
  fault instanceof RangeError ||
  (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('22'))

const bare = ({ lane, settled, ending }: Outcome): Outcome => ({
  lane,
  settled: settled.map(one => ({
    ...one,
    log: [],
    status: null,
    durationMs: null,
    reason: 'unwritable',
    advice: '',
    rules: []
  })),
  ending: ending && { ...ending, memory: {} }
})

async function write(sql: Sql, outcomes: readonly Outcome[], now: Date): Promise<ReadonlySet<Lane>> {
  const settled = outcomes.flatMap(({ lane, settled }) => settled.map(one => ({ ...one, lane })))
  const kept = settled.flatMap(one => (one.next ? [{ ...one, next: one.next }] : []))
  const dropped = settled.filter(one => one.next === null)
  const lanes = [...new Map(outcomes.map(one => [one.lane, one])).keys()]
  const endings = outcomes.flatMap(({ lane, ending }) => (ending ? [{ lane, ...ending }] : []))
  const freed = await sql<{ destinationId: string; lane: string; isDue: boolean }[]>`
    WITH held AS MATERIALIZED (
      SELECT l.destination_id, l.lane, l.claim, l.queued
      FROM delivery_lanes l JOIN unnest(${lanes.map(lane => lane.destinationId)}::uuid[], ${lanes.map(lane => lane.lane)}::uuid[],
        ${lanes.map(lane => lane.claim)}::bigint[]) AS h (destination_id, lane, claim)
        ON l.destination_id = h.destination_id AND l.lane = h.lane AND l.claim = h.claim
      ORDER BY 1, 2 FOR UPDATE OF l),
    written AS (
      UPDATE deliveries d SET state = o.state, tries = o.tries, parts = o.parts, attempts = o.attempts, log = o.log,
        status = o.status, duration_ms = o.duration_ms, reason = o.reason, advice = o.advice,
        rules = ARRAY(SELECT jsonb_array_elements_text(o.rules::jsonb)), together = o.together,
        next_at = o.next_at, finished_at = o.finished_at
      FROM unnest(
        ${kept.map(one => one.id)}::uuid[], ${kept.map(one => one.lane.destinationId)}::uuid[], ${kept.map(one => one.lane.lane)}::uuid[],
        ${kept.map(one => one.next.state)}::text[], ${kept.map(one => one.next.tries)}::int[], ${kept.map(one => one.parts)}::smallint[],
        ${kept.map(one => one.attempts)}::int[], ${kept.map(one => JSON.stringify(one.log))}::text[],
        ${numbers(kept.map(one => one.status))}::text[]::int[], ${numbers(kept.map(one => one.durationMs))}::text[]::real[],
        ${kept.map(one => storableText(one.reason))}::text[], ${kept.map(one => storableText(one.advice))}::text[],
        ${kept.map(one => storableJson(JSON.stringify(one.rules)))}::text[], ${kept.map(one => one.together)}::int[],
        ${instants(kept.map(one => one.next.nextAt))}::text[]::timestamptz[],
        ${instants(kept.map(one => one.next.finishedAt))}::text[]::timestamptz[])
        AS o (id, destination_id, lane, state, tries, parts, attempts, log, status, duration_ms, reason, advice, rules, together,
          next_at, finished_at)
        JOIN held ON held.destination_id = o.destination_id AND held.lane = o.lane
      -- What was taken back while it was on its way did arrive, if it did.
      WHERE d.id = o.id AND (d.finished_at IS NULL OR (d.state = 'cancelled' AND o.finished_at IS NOT NULL))),
    unwanted AS (
      DELETE FROM deliveries d
      USING unnest(${dropped.map(one => one.id)}::uuid[], ${dropped.map(one => one.lane.destinationId)}::uuid[],
        ${dropped.map(one => one.lane.lane)}::uuid[]) AS o (id, destination_id, lane)
        JOIN held ON held.destination_id = o.destination_id AND held.lane = o.lane
      WHERE d.id = o.id AND d.finished_at IS NULL)
    UPDATE delivery_lanes l SET memory = e.memory::jsonb, used_at = ${now}, claim = l.claim + 1,
      due_at = CASE WHEN e.due_at IS NULL AND held.queued > e.queued THEN ${now} ELSE e.due_at END
    FROM unnest(${endings.map(one => one.lane.destinationId)}::uuid[], ${endings.map(one => one.lane.lane)}::uuid[],
      ${endings.map(one => one.lane.queued)}::bigint[], ${instants(endings.map(one => one.dueAt))}::text[]::timestamptz[],
      ${endings.map(one => storableJson(JSON.stringify(one.memory)))}::text[]) AS e (destination_id, lane, queued, due_at, memory)
      JOIN held ON held.destination_id = e.destination_id AND held.lane = e.lane
    WHERE l.destination_id = e.destination_id AND l.lane = e.lane
    RETURNING l.destination_id AS "destinationId", l.lane, coalesce(l.due_at <= ${now}, false) AS "isDue"`
  const due = new Set(freed.filter(one => one.isDue).map(one => `${one.destinationId} ${one.lane}`))
  return new Set(lanes.filter(lane => due.has(`${lane.destinationId} ${lane.lane}`)))
}

const numbers = (values: readonly (number | null)[]) => values.map(value => (value === null ? null : String(value)))
