import type { EventStore, QueryParams } from '../stores/events/index.ts'

/** A change to columns of stored events: `set` and `where` are SQL over one event's columns. */
export type Rewrite = { set: string; where: string; params: QueryParams }

const pollMs = 100
const here = "database = currentDatabase() AND table = 'events'"

/** The quarters that events lie in, the oldest first. */
export async function quartersOf(events: EventStore): Promise<string[]> {
  const rows = await events.lookUp<{ id: string }>(
    `SELECT DISTINCT partition_id AS id FROM system.parts WHERE ${here} AND active ORDER BY id`
  )
  return rows.map(row => row.id)
}

export async function countIn(
  events: EventStore,
  quarter: string,
  { where, params }: Pick<Rewrite, 'where' | 'params'>
): Promise<number> {
  const [row] = await events.lookUp<{ count: number }>(
    `SELECT count() AS count FROM events WHERE _partition_id = {quarter:String} AND (${where})`,
    { ...params, quarter }
  )
  return Number(row?.count ?? 0)
}

/**
 * Rewrites the events of one quarter, and answers how many. It looks first: a rewrite makes the columns it names anew in every part
 * it touches (the others are linked, not copied), and most days most quarters have nothing to change.
 */
export async function rewriteQuarter(
  events: EventStore,
  quarter: string,
  rewrite: Rewrite,
  waiting: { sleep(ms: number): Promise<void>; hasEnded(): boolean }
): Promise<number> {
  const count = await countIn(events, quarter, rewrite)
  if (count === 0) return 0
  // The name of a quarter comes from the store itself, and is no parameter in this place.
  if (!/^\w+$/.test(quarter)) throw new Error('a partition of the events has a name that is none')
  await events.command(
    `ALTER TABLE events UPDATE ${rewrite.set} IN PARTITION ID '${quarter}' WHERE ${rewrite.where}`,
    rewrite.params
  )
  await rewritten(events, waiting)
  return count
}

/** The store goes through its parts in the background, also after a restart; this waits for it, for as long as it takes. */
async function rewritten(
  events: EventStore,
  waiting: { sleep(ms: number): Promise<void>; hasEnded(): boolean }
): Promise<void> {
  while (!waiting.hasEnded()) {
    const [under] = await events.lookUp<{ way: number; problem: string }>(
      `SELECT count() AS way, anyIf(latest_fail_reason, latest_fail_reason != '') AS problem
       FROM system.mutations WHERE ${here} AND NOT is_done`
    )
    if (!under || Number(under.way) === 0) return
    if (under.problem) {
      await events.command(`KILL MUTATION WHERE ${here} AND NOT is_done AND latest_fail_reason != ''`)
      throw new Error(`the event store could not rewrite events: ${under.problem.slice(0, 500)}`)
    }
    await waiting.sleep(pollMs)
  }
}
