import type { ConversationFigures, ConversationsAnswer, ConversationsQuestion, Unit } from '@foyer/protocol'
import type { Fragment, Sql, TransactionSql } from 'postgres'
import { AppError, toPublic } from '../../http/index.ts'
import { bucketsOf, rangeOf, type Span, spanBefore } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { conversationsIn } from './asked.ts'
import { type FigureRow, figureColumns, figuresOf, noFigures } from './figures.ts'

const mostMs = 5_000
const listed = 50
const questionChars = 400
const dayMs = 86_400_000
/** Of each kind: by member, by source, by country. */
const mostGroups = 200

/** The report on conversations. Records have them whole and as they are now, so this asks them, and for five seconds at most. */
export async function conversationsReport(
  sql: Sql,
  { workspaceId, span, nowMs }: Pick<Asking, 'workspaceId' | 'span' | 'nowMs'>,
  question: ConversationsQuestion,
  mayReadWords: boolean
): Promise<ConversationsAnswer> {
  const unit = question.unit ?? unitFor(span)
  const buckets = bucketsOf(span, unit)
  const ask = async (tx: TransactionSql) => {
    await tx`SELECT set_config('statement_timeout', ${String(mostMs)}, true)`
    const rows = conversationsIn(tx, workspaceId, span, question)
    const groups = await groupsOf(tx, rows)
    const previous = question.compare
      ? (await groupsOf(tx, conversationsIn(tx, workspaceId, spanBefore(span, question.against), question))).total
      : undefined
    const points = await pointsOf(tx, rows, unit, span.timezone, buckets)
    return {
      range: rangeOf(span, nowMs),
      unit,
      buckets,
      points,
      ...groups,
      ...(previous ? { previous } : {}),
      week: await weekOf(tx, rows, span.timezone),
      ratings: await ratingsOf(tx, rows),
      unansweredQuestions: mayReadWords ? await questionsOf(tx, rows) : []
    }
  }
  return (await sql.begin('read only', ask).catch(refused)) as ConversationsAnswer
}

const unitFor = ({ fromMs, toMs }: Span): Unit =>
  toMs - fromMs <= 2 * dayMs ? 'hour' : toMs - fromMs <= 120 * dayMs ? 'day' : 'week'

function refused(fault: unknown): never {
  const code = fault instanceof Error && 'code' in fault ? fault.code : ''
  if (code === '57014')
    throw new AppError('invalid', 'This is too much for one answer: ask about a shorter time.', { field: 'from' })
  throw fault
}

type GroupRow = FigureRow & { by: number; value: string | null; label: string | null }
type Group = { value: string; label: string } & ConversationFigures
type Groups = { total: ConversationFigures; byMember: Group[]; bySource: Group[]; byCountry: Group[] }

/** By the bits of GROUPING(): which columns a row is not about. */
const kinds = { total: 7, byMember: 3, bySource: 5, byCountry: 6 } as const

async function groupsOf(sql: TransactionSql, rows: Fragment): Promise<Groups> {
  const found = await sql<GroupRow[]>`
    SELECT g.*, CASE g.by WHEN ${kinds.byMember} THEN m.name ELSE g.value END AS label FROM (
      SELECT GROUPING(assignee_id, source, country) AS by, assignee_id,
        CASE GROUPING(assignee_id, source, country) WHEN ${kinds.byMember} THEN assignee_id::text
          WHEN ${kinds.bySource} THEN source WHEN ${kinds.byCountry} THEN country END AS value,
        ${figureColumns(sql)},
        row_number() OVER (PARTITION BY GROUPING(assignee_id, source, country) ORDER BY count(*) DESC) AS place
      FROM (${rows}) c
      GROUP BY GROUPING SETS ((), (assignee_id), (source), (country))) g
    LEFT JOIN members m ON m.id = g.assignee_id AND g.by = ${kinds.byMember}
    WHERE g.place <= ${mostGroups}
    ORDER BY g.started DESC, g.resolved DESC, label`
  const of = (kind: number, named: (row: GroupRow) => string) =>
    found.filter(row => row.by === kind).map(row => ({ value: named(row), label: row.label ?? '', ...figuresOf(row) }))
  const total = found.find(row => row.by === kinds.total)
  return {
    total: total ? figuresOf(total) : noFigures,
    byMember: of(kinds.byMember, row => (row.value === null ? '' : toPublic('mem', row.value))),
    bySource: of(kinds.bySource, row => row.value ?? ''),
    byCountry: of(kinds.byCountry, row => row.value ?? '')
  }
}

/** As `bucketsOf` names them: an hour by its instant, everything longer by the day it begins with. */
const bucketOf = (sql: TransactionSql, unit: Unit, column: string, timezone: string): Fragment =>
  unit === 'hour'
    ? sql`to_char(date_trunc('hour', ${sql(column)}, ${timezone}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`
    : sql`to_char(date_trunc(${unit}, ${sql(column)} AT TIME ZONE ${timezone}), 'YYYY-MM-DD')`

async function pointsOf(sql: TransactionSql, rows: Fragment, unit: Unit, timezone: string, buckets: string[]) {
  const found = await sql<{ bucket: string; started: number; resolved: number; unanswered: number }[]>`
    SELECT bucket, sum(started)::int AS started, sum(resolved)::int AS resolved, sum(unanswered)::int AS unanswered FROM (
      SELECT ${bucketOf(sql, unit, 'created_at', timezone)} AS bucket, 1 AS started, 0 AS resolved,
        (answered_by = 'nobody')::int AS unanswered FROM (${rows}) c WHERE started
      UNION ALL
      SELECT ${bucketOf(sql, unit, 'resolved_at', timezone)}, 0, 1, 0 FROM (${rows}) c WHERE resolved) each
    GROUP BY bucket`
  const byBucket = new Map(found.map(({ bucket, ...point }) => [bucket, point]))
  return buckets.map(bucket => byBucket.get(bucket) ?? { started: 0, resolved: 0, unanswered: 0 })
}

async function weekOf(sql: TransactionSql, rows: Fragment, timezone: string): Promise<number[][]> {
  const found = await sql<{ day: number; hour: number; started: number }[]>`
    SELECT extract(isodow FROM at)::int - 1 AS day, extract(hour FROM at)::int AS hour, count(*)::int AS started
    FROM (SELECT created_at AT TIME ZONE ${timezone} AS at FROM (${rows}) c WHERE started) each GROUP BY 1, 2`
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { day, hour, started } of found) {
    const hours = week[day]
    if (hours) hours[hour] = started
  }
  return week
}

async function ratingsOf(sql: TransactionSql, rows: Fragment): Promise<number[]> {
  const found = await sql<{ rating: number; given: number }[]>`
    SELECT rating, count(*)::int AS given FROM (${rows}) c WHERE rated GROUP BY rating`
  return [1, 2, 3, 4, 5].map(rating => found.find(row => row.rating === rating)?.given ?? 0)
}

/** What was asked first in each, the newest first. */
async function questionsOf(sql: TransactionSql, rows: Fragment) {
  const found = await sql<{ id: string; text: string; at: Date }[]>`
    SELECT c.id, q.text, q.at
    FROM (SELECT id, created_at FROM (${rows}) c WHERE answered_by = 'nobody' ORDER BY created_at DESC, id LIMIT ${listed}) c
    CROSS JOIN LATERAL (SELECT left(m.text, ${questionChars}) AS text, m.at FROM messages m
      WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.author = 'visitor' ORDER BY m.seq LIMIT 1) q
    ORDER BY c.created_at DESC, c.id`
  return found.map(({ id, text, at }) => ({ conversationId: toPublic('cnv', id), text, at: at.toISOString() }))
}
