import type { Replay, ReplayRequest } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, AppError, newUuid, notFound, toPublic } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { assertSends, openedIn } from '../deliveries/opened.ts'
import type { ISql, ManageContext } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { destinationIn } from '../manage/rows.ts'
import { countWanted, type Span } from './wanted-events.ts'

type Asked = Static<typeof ReplayRequest>
type Context = ManageContext & { caughtUp(): Promise<void> }

const shown = 50

function spanOf({ from, to, events }: Asked): Span {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  if (toMs <= fromMs) throw new AppError('invalid', 'It ends before it begins. Choose a later end.', { field: 'to' })
  return { fromMs, toMs, events: events === undefined || events.length === 0 ? null : events }
}

/** How many events of that time the mapping wants. */
export async function countReplay(context: Context, workspaceId: string, id: string, asked: Asked): Promise<number> {
  const span = spanOf(asked)
  await destinationIn(context.sql, workspaceId, id)
  await context.caughtUp()
  const destination = await openedIn(context, workspaceId, id)
  return countWanted(context.events, destination, span, () => performance.now())
}

/** Begins one; from then on it goes on by itself (`work.ts`), whoever starts and stops meanwhile. */
export async function startReplay(context: Context, actor: Actor, id: string, asked: Asked): Promise<Replay> {
  const { workspaceId } = actor
  const row = await destinationIn(context.sql, workspaceId, id)
  const span = spanOf(asked)
  assertSends(row)
  const total = await countReplay(context, workspaceId, id, asked)
  const replay = newUuid(context.random)
  await context.sql.begin(async tx => {
    // Behind the destination's row, so that of two at once the second sees the first.
    await tx`SELECT 1 FROM destinations WHERE id = ${id} FOR NO KEY UPDATE`
    const [running] = await tx`
      SELECT 1 FROM destination_replays WHERE destination_id = ${id} AND state = 'running'`
    if (running)
      throw new AppError('conflict', 'A replay of this destination is under way. Wait until it is done, or stop it.')
    await tx`
      INSERT INTO destination_replays (id, workspace_id, destination_id, state, from_at, to_at, events, total, by, started_at)
      VALUES (${replay}, ${workspaceId}, ${id}, 'running', ${new Date(span.fromMs)}, ${new Date(span.toMs)},
        ${span.events?.map(name => name.replaceAll('\0', '')) ?? null}, ${total}, ${actor.label.toWellFormed()},
        ${context.clock()})`
    const detail = { from: asked.from, to: asked.to, events: span.events ? [...span.events] : undefined, total }
    await context.audit(actor, 'replay.started', toPublic('dst', id), detail, tx)
  })
  return replayIn(context, workspaceId, id, replay)
}

/** What was not sent yet is not sent any more. */
export async function stopReplay(context: ManageContext, actor: Actor, id: string, replay: string): Promise<Replay> {
  const { workspaceId } = actor
  await replayIn(context, workspaceId, id, replay)
  await context.sql.begin(async tx => {
    const now = context.clock()
    const stopped = await tx`
      UPDATE destination_replays SET state = 'stopped', finished_at = ${now}
      WHERE id = ${replay} AND workspace_id = ${workspaceId} AND state = 'running'`
    if (stopped.count === 0) return
    await tx`
      UPDATE deliveries SET state = 'cancelled', finished_at = ${now}, next_at = NULL, reason = 'stopped',
        advice = 'The replay was stopped before it was sent.'
      WHERE batch_id = ${replay} AND finished_at IS NULL AND state <> 'sending'`
    await context.audit(actor, 'replay.stopped', toPublic('dst', id), {}, tx)
  })
  return replayIn(context, workspaceId, id, replay)
}

type Row = Omit<
  Replay,
  | 'id'
  | 'from'
  | 'to'
  | 'events'
  | 'delivered'
  | 'failed'
  | 'withheld'
  | 'filtered'
  | 'startedAt'
  | 'finishedAt'
  | 'problem'
> & {
  id: string
  from: Date
  to: Date
  events: string[] | null
  startedAt: Date
  finishedAt: Date | null
  problem: string | null
}

const findReplays = (sql: ISql, workspaceId: string, destination: string) => sql`
  SELECT id, state, from_at AS from, to_at AS to, events, total, queued, by, started_at AS "startedAt", finished_at AS "finishedAt",
    problem
  FROM destination_replays WHERE workspace_id = ${workspaceId} AND destination_id = ${destination}`

export async function listReplays(
  context: ManageContext,
  workspaceId: string,
  id: string
): Promise<{ items: Replay[] }> {
  await destinationIn(context.sql, workspaceId, id)
  const rows = await context.sql<Row[]>`
    ${findReplays(context.sql, workspaceId, id)} ORDER BY started_at DESC, id LIMIT ${shown}`
  return { items: await withOutcome(context, workspaceId, rows) }
}

async function replayIn(context: ManageContext, workspaceId: string, id: string, replay: string): Promise<Replay> {
  const rows = await context.sql<Row[]>`${findReplays(context.sql, workspaceId, id)} AND id = ${replay}`
  const [found] = await withOutcome(context, workspaceId, rows)
  if (!found) throw notFound('replay')
  return found
}

const failures = ['invalid', 'refused', 'expired', 'unknown']

async function withOutcome(
  { sql, events }: { sql: ISql; events: EventStore },
  workspaceId: string,
  rows: readonly Row[]
): Promise<Replay[]> {
  if (rows.length === 0) return []
  const workspace = await workspaceOf(sql, workspaceId)
  const ids = rows.map(row => row.id)
  const here = await sql<{ batch: string; id: string; state: string }[]>`
    SELECT batch_id AS batch, id, state FROM deliveries
    WHERE batch_id = ANY(${ids}::uuid[]) AND finished_at IS NOT NULL AND state <> 'withheld'`
  // Of these there may be very many, and only how many there are is told.
  const withheld = await sql<{ batch: string; count: number }[]>`
    SELECT batch_id AS batch, count(*)::int AS count FROM deliveries
    WHERE batch_id = ANY(${ids}::uuid[]) AND state = 'withheld' GROUP BY 1`
  // What is carried over meanwhile stands in both for a moment, and counts once.
  const ended = await events.lookUp<{ batch: string; state: string; count: number }>(
    `SELECT batch, state, uniqExact(id) AS count FROM deliveries
     WHERE workspace = {workspace:UInt32} AND origin = 'replay' AND batch IN {batches:Array(UUID)} AND id NOT IN {here:Array(UUID)}
     GROUP BY batch, state`,
    { workspace: workspace.number, batches: ids, here: here.map(row => row.id) }
  )
  const count = (batch: string, states: readonly string[]) =>
    here.filter(row => row.batch === batch && states.includes(row.state)).length +
    ended.filter(row => row.batch === batch && states.includes(row.state)).reduce((sum, row) => sum + row.count, 0)
  return rows.map(({ id, from, to, events: names, startedAt, finishedAt, problem, ...row }) => ({
    ...row,
    id: toPublic('rpl', id),
    from: from.toISOString(),
    to: to.toISOString(),
    ...(names === null ? {} : { events: names }),
    delivered: count(id, ['delivered']),
    failed: count(id, failures),
    withheld: count(id, ['withheld']) + (withheld.find(row => row.batch === id)?.count ?? 0),
    filtered: count(id, ['filtered']),
    startedAt: startedAt.toISOString(),
    ...(finishedAt === null ? {} : { finishedAt: finishedAt.toISOString() }),
    ...(problem === null ? {} : { problem })
  }))
}
