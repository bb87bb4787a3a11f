import { type EventStore, type QueryParams, rewritten, type Waiting } from '../stores/events/index.ts'

/** What holds addresses and places in the event store, each in partitions. */
export type Holding = 'events' | 'requests'

/** A change to columns of stored rows: `set` and `where` are SQL over the columns of one. */
export type Rewrite = { of: Holding; set: string; where: string; params: QueryParams }

const here = (of: Holding) => `database = currentDatabase() AND table = '${of}'`

/** The partitions that rows lie in, the oldest first: of events each is a quarter, of requests a day. */
export async function partitionsOf(events: EventStore, of: Holding): Promise<string[]> {
  const rows = await events.lookUp<{ id: string }>(
    `SELECT DISTINCT partition_id AS id FROM system.parts WHERE ${here(of)} AND active ORDER BY id`
  )
  return rows.map(row => row.id)
}

export async function countIn(
  events: EventStore,
  partition: string,
  { of, where, params }: Pick<Rewrite, 'of' | 'where' | 'params'>
): Promise<number> {
  const [row] = await events.lookUp<{ count: number }>(
    `SELECT count() AS count FROM ${of} WHERE _partition_id = {partition:String} AND (${where})`,
    { ...params, partition }
  )
  return Number(row?.count ?? 0)
}

/**
 * Rewrites the rows of one partition, and answers how many. It looks first: a rewrite makes the columns it names anew in every part
 * it touches (the others are linked, not copied), and most days most partitions have nothing to change.
 */
export async function rewritePartition(
  events: EventStore,
  partition: string,
  rewrite: Rewrite,
  waiting: Waiting
): Promise<number> {
  const count = await countIn(events, partition, rewrite)
  if (count === 0) return 0
  // The name of a partition comes from the store itself, and is no parameter in this place.
  if (!/^\w+$/.test(partition)) throw new Error('a partition of the events has a name that is none')
  await events.command(
    `ALTER TABLE ${rewrite.of} UPDATE ${rewrite.set} IN PARTITION ID '${partition}' WHERE ${rewrite.where}`,
    rewrite.params
  )
  await rewritten(events, rewrite.of, waiting)
  return count
}
