import type { DestinationFigures } from '@foyer/protocol'
import { deliveryStages } from '@foyer/protocol/plain'
import { AppError } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import type { ISql } from '../manage/context.ts'
import { destinationIn } from '../manage/rows.ts'
import { waitingOf } from '../manage/waiting.ts'
import { sentenceOf } from './reasons.ts'

type Deps = { sql: ISql; events: EventStore; clock: () => Date }
type Stage = (typeof deliveryStages)[number]
const minuteMs = 60_000
const unitMs = { minute: minuteMs, hour: 60 * minuteMs, day: 24 * 60 * minuteMs } as const
const mostDays = 400

/** What became of the events of a time: how many at each stage, why, when, and how long it took. */
export async function figuresOf(
  deps: Deps,
  workspaceId: string,
  id: string,
  asked: { from?: string; to?: string }
): Promise<DestinationFigures> {
  await destinationIn(deps.sql, workspaceId, id)
  const nowMs = deps.clock().getTime()
  const toMs = asked.to === undefined ? nowMs : Date.parse(asked.to)
  const fromMs = asked.from === undefined ? toMs - unitMs.day : Date.parse(asked.from)
  if (toMs <= fromMs) throw new AppError('invalid', 'It ends before it begins. Choose a later end.', { field: 'to' })
  if (toMs - fromMs > mostDays * unitMs.day)
    throw new AppError('invalid', `Figures are told of ${mostDays} days at most.`, { field: 'from' })
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const unit = unitOf(toMs - fromMs)
  const { sql } = deps
  const [workspace] = await sql<{ number: number; timezone: string }[]>`
    SELECT number, timezone FROM workspaces WHERE id = ${workspaceId}`
  if (!workspace) throw new Error('an actor acts in a workspace')
  const { timezone } = workspace
  const within = sql`destination_id = ${id} AND minute >= date_trunc('minute', ${from}::timestamptz) AND minute < ${to}`
  const [reasons, points, begin, queue, said, latency] = await Promise.all([
    sql<{ stage: Stage; reason: string; count: number }[]>`
      SELECT stage, reason, sum(count)::float8 AS count FROM delivery_tally WHERE ${within} GROUP BY 1, 2 ORDER BY 3 DESC, 2`,
    sql<{ at: Date; stage: Stage; count: number }[]>`
      SELECT date_trunc(${unit}, minute, ${timezone}) AS at, stage, sum(count)::float8 AS count FROM delivery_tally
      WHERE ${within} AND stage IN ('delivered', 'failed', 'withheld') GROUP BY 1, 2`,
    beginnings(sql, unit, timezone, from, to),
    waitingOf(sql, [id]),
    lastAdvice(deps, workspace.number, id, fromMs, toMs),
    deps.events.lookUp<{ taken: number[]; count: number }>(
      `SELECT quantilesTDigest(0.5, 0.95, 0.99)(toUnixTimestamp64Milli(finished) - toUnixTimestamp64Milli(created)) AS taken,
         count() AS count
       FROM deliveries WHERE ${ofThis} AND state = 'delivered' AND origin = 'live'`,
      { workspace: workspace.number, destination: id, from: fromMs, to: toMs }
    )
  ])
  const [took] = latency
  const [p50 = 0, p95 = 0, p99 = 0] = took?.taken.map(Math.round) ?? []
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    stages: deliveryStages.map(stage => ({
      stage,
      count: reasons.filter(row => row.stage === stage).reduce((sum, row) => sum + row.count, 0)
    })),
    reasons: reasons
      .filter(row => row.stage !== 'received' && row.stage !== 'delivered')
      .map(row => ({ ...row, sentence: sentenceOf(row.reason, said.get(row.reason)) })),
    ...(queue.get(id) ?? { waiting: 0 }),
    ...(took && took.count > 0 ? { latency: { p50, p95, p99 } } : {}),
    unit,
    points: pointsOf(points, begin)
  }
}

const ofThis = `workspace = {workspace:UInt32} AND destination = {destination:UUID}
  AND created >= fromUnixTimestamp64Milli({from:Int64}) AND created < fromUnixTimestamp64Milli({to:Int64})`

function unitOf(spanMs: number): DestinationFigures['unit'] {
  if (spanMs <= 3 * unitMs.hour) return 'minute'
  return spanMs <= 4 * unitMs.day ? 'hour' : 'day'
}

/** What was last said for each reason, in the queue or in the history. */
async function lastAdvice(
  { sql, events }: Deps,
  workspace: number,
  id: string,
  fromMs: number,
  toMs: number
): Promise<Map<string, string>> {
  const ended = await events.lookUp<{ reason: string; advice: string }>(
    `SELECT reason, argMax(advice, finished) AS advice FROM deliveries WHERE ${ofThis} AND reason != '' GROUP BY reason`,
    { workspace, destination: id, from: fromMs, to: toMs }
  )
  const queued = await sql<{ reason: string; advice: string }[]>`
    SELECT DISTINCT ON (reason) reason, advice FROM (
      SELECT reason, advice, created_at, id FROM deliveries WHERE destination_id = ${id} AND reason <> ''
      ORDER BY created_at DESC, id DESC LIMIT 5000) newest
    ORDER BY reason, created_at DESC`
  return new Map([...ended, ...queued].map(row => [row.reason, row.advice]))
}

/** Of every minute or hour, or of every day where the workspace is: one of them may have 23 hours. */
async function beginnings(
  sql: ISql,
  unit: DestinationFigures['unit'],
  timezone: string,
  from: Date,
  to: Date
): Promise<Date[]> {
  const series =
    unit === 'day'
      ? sql`
        SELECT local AT TIME ZONE ${timezone} AS at FROM generate_series(
          date_trunc('day', ${from}::timestamptz AT TIME ZONE ${timezone}), ${to}::timestamptz AT TIME ZONE ${timezone}, '1 day') local`
      : sql`
        SELECT at FROM generate_series(
          date_trunc(${unit}, ${from}::timestamptz, ${timezone}), ${to}::timestamptz, ${`1 ${unit}`}::text::interval) at`
  const rows = await sql<{ at: Date }[]>`SELECT at FROM (${series}) points WHERE at < ${to} ORDER BY at`
  return rows.map(row => row.at)
}

/** A point for every unit, also where nothing happened. */
function pointsOf(
  rows: readonly { at: Date; stage: Stage; count: number }[],
  beginnings: readonly Date[]
): DestinationFigures['points'] {
  const counts = new Map(rows.map(row => [`${row.at.getTime()} ${row.stage}`, row.count]))
  return beginnings.map(at => {
    const count = (stage: Stage) => counts.get(`${at.getTime()} ${stage}`) ?? 0
    return { at: at.toISOString(), delivered: count('delivered'), failed: count('failed'), withheld: count('withheld') }
  })
}
