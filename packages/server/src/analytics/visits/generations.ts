import type { EventStore, QueryParams } from '../../stores/events/index.ts'
import { rowColumns, rowsOfEvents, viewColumns, viewsOfEvents } from './columns.ts'

/** A table of visits, with the page views beside it, that is whole: what was stored before a moment, in seconds. */
export type Generation = { generation: number; storedBefore: number }

/**
 * What must be the same for a generation to be true still: how often events were deleted or rewritten, which the engine itself counts,
 * whoever asks for it, and how many parts it could not read. And what a generation is made of: one without page views is none.
 */
const stateSql = `concat(toString((SELECT max(toUInt64OrZero(extract(mutation_id, '[0-9]+'))) FROM system.mutations
  WHERE database = currentDatabase() AND table = 'events')), ' {damage} with page_views')`

const stateOf = ({ damage }: Pick<EventStore, 'damage'>) => stateSql.replace('{damage}', String(damage.parts.length))

/** The newest generation of a workspace, unless events were deleted or rewritten since. */
export async function currentGeneration(
  events: Pick<EventStore, 'lookUp' | 'damage'>,
  workspace: number
): Promise<Generation | null> {
  const [newest] = await events.lookUp<Generation & { isTrue: number }>(
    `SELECT generation, stored_before AS storedBefore, events_state = ${stateOf(events)} AS isTrue
     FROM visit_generations WHERE workspace = {workspace:UInt32} ORDER BY generation DESC LIMIT 1`,
    { workspace }
  )
  if (!newest?.isTrue) return null
  return { generation: Number(newest.generation), storedBefore: Number(newest.storedBefore) }
}

/**
 * Makes the next generation: the rows of the one before and those of what was stored since, or of all events. Answers whether it stands; not
 * where events were deleted or rewritten meanwhile, or the process ends: what it leaves is dropped by a later run.
 */
export async function makeGeneration(
  events: Pick<EventStore, 'lookUp' | 'report' | 'command' | 'work' | 'damage'>,
  workspace: number,
  next: Generation,
  { eventsOfSlice = 1_000_000, hasEnded = () => false }: { eventsOfSlice?: number; hasEnded?: () => boolean } = {}
): Promise<boolean> {
  const before = await currentGeneration(events, workspace)
  const began = await restingState(events)
  if (began === undefined) return false
  // The rows of what is new lie beside, as a generation that nobody is told of, so that visits can be looked for in both.
  const params = {
    workspace,
    generation: next.generation,
    beside: next.generation - 1,
    base: before?.generation ?? 0,
    since: before?.storedBefore ?? 0,
    until: next.storedBefore
  }
  const own = 'workspace = {workspace:UInt32}'
  const stored = `${own} AND stored_at >= fromUnixTimestamp({since:UInt32}) AND stored_at < fromUnixTimestamp({until:UInt32})`
  const rows = 'FROM visits WHERE workspace = {workspace:UInt32} AND generation IN ({base:UInt64}, {beside:UInt64})'
  const statements = [
    ...(await slicesOf(events, before ? stored : own, params, eventsOfSlice)).map(slice => ({
      sql: `INSERT INTO visits (workspace, generation, alone, ${rowColumns})
       SELECT {workspace:UInt32}, {beside:UInt64}, 0, ${rowColumns} FROM (${rowsOfEvents(`${stored} AND ${slice.where}`)})`,
      params: { ...params, ...slice.params }
    })),
    {
      sql: `INSERT INTO visits (workspace, generation, alone, ${rowColumns})
       SELECT {workspace:UInt32}, {generation:UInt64}, session NOT IN (SELECT session ${rows} GROUP BY session HAVING count() > 1), ${rowColumns} ${rows}`,
      params
    },
    {
      sql: `INSERT INTO page_views (workspace, generation, ${viewColumns})
       SELECT {workspace:UInt32}, {generation:UInt64}, ${viewColumns} FROM (
         SELECT ${viewColumns} FROM page_views WHERE workspace = {workspace:UInt32} AND generation = {base:UInt64} UNION ALL ${viewsOfEvents(stored)})`,
      params
    }
  ]
  for (const { sql, params } of statements) {
    if (hasEnded()) return false
    await events.work(sql, params)
  }
  const isTrue = (await restingState(events)) === began
  if (isTrue)
    await events.command(
      `INSERT INTO visit_generations (workspace, generation, stored_before, events_state)
       SELECT {workspace:UInt32}, {generation:UInt64}, {until:UInt32}, {state:String}`,
      { ...params, state: began }
    )
  await dropGeneration(events, workspace, next.generation - 1)
  if (!isTrue) await dropGeneration(events, workspace, next.generation)
  return isTrue
}

const mostSlices = 400

/**
 * The events in slices of visitors, who are what the store is ordered by: grouped at one go, two million visits take a gigabyte. Where a
 * slice ends is told by a sample, so that each has about as many events whatever ids visitors have.
 */
async function slicesOf(
  events: Pick<EventStore, 'report'>,
  stored: string,
  params: QueryParams,
  eventsOfSlice: number
): Promise<{ where: string; params: QueryParams }[]> {
  // Of a hundred million events both have ten seconds, so neither reads more than it must: the sample is of some pieces of each part.
  const ask = <Row>(sql: string) => events.report<Row>(sql, params, 'visits')
  const [all] = await ask<{ events: number }>(`SELECT count() AS events FROM events WHERE ${stored}`)
  const count = Math.min(mostSlices, Math.ceil(Number(all?.events ?? 0) / eventsOfSlice))
  if (count < 2) return [{ where: 'true', params: {} }]
  const [found] = await ask<{ sample: string[] }>(
    `SELECT arraySort(groupArraySample(${mostSlices * 16}, 1)(visitor)) AS sample FROM events
     WHERE workspace = {workspace:UInt32} AND _part_offset % ${Math.ceil(eventsOfSlice / 64)} = 0`
  )
  const sample = found?.sample ?? []
  const ends = Array.from({ length: count - 1 }, (_, at) => sample[Math.floor(((at + 1) * sample.length) / count)])
  const bounds = [...new Set(ends.filter(end => end !== undefined))]
  return Array.from({ length: bounds.length + 1 }, (_, at) => {
    const [from, to] = [bounds[at - 1], bounds[at]]
    const parts = [
      from === undefined ? '' : 'e.visitor >= {from:UUID}',
      to === undefined ? '' : 'e.visitor < {to:UUID}'
    ].filter(part => part !== '')
    return {
      where: parts.join(' AND ') || 'true',
      params: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
    }
  })
}

const tables = ['visits', 'page_views'] as const

/** Ends what is under way; another process that is cut off with it tries again. */
export async function endMaking(events: Pick<EventStore, 'command'>): Promise<void> {
  for (const table of tables) await events.command(`KILL QUERY WHERE query LIKE 'INSERT INTO ${table} (%' ASYNC`)
}

/** undefined while events are being deleted or rewritten: parts of them are as they were, and parts are not. */
async function restingState(events: Pick<EventStore, 'lookUp' | 'damage'>): Promise<string | undefined> {
  const [row] = await events.lookUp<{ state: string; under: number }>(
    `SELECT ${stateOf(events)} AS state,
       (SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = 'events' AND NOT is_done) AS under`
  )
  return row && Number(row.under) === 0 ? row.state : undefined
}

export type Stored = { workspace: number; generation: number }

/** Every generation that takes up room, also what one that was never finished has left. */
export async function storedGenerations(events: Pick<EventStore, 'lookUp'>): Promise<Stored[]> {
  const rows = await events.lookUp<{ id: string }>(
    `SELECT DISTINCT partition_id AS id FROM system.parts
     WHERE database = currentDatabase() AND table IN ('visits', 'page_views') AND active ORDER BY id`
  )
  return rows.map(({ id }) => {
    const [workspace, generation] = id.split('-').map(Number)
    return { workspace: workspace ?? 0, generation: generation ?? 0 }
  })
}

export async function dropGeneration(
  events: Pick<EventStore, 'command'>,
  workspace: number,
  generation: number
): Promise<void> {
  // A name is no parameter in this place; these two are numbers.
  for (const table of tables)
    await events.command(`ALTER TABLE ${table} DROP PARTITION ID '${Math.floor(workspace)}-${Math.floor(generation)}'`)
  await events.command(
    'DELETE FROM visit_generations WHERE workspace = {workspace:UInt32} AND generation = {generation:UInt64}',
    { workspace, generation }
  )
}
