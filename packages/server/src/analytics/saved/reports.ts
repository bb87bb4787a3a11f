import type { SavedRange, SavedReport, SavedReportChange, SavedReportCreate } from '@foyer/protocol'
import type { JSONValue } from 'postgres'
import {
  type Actor,
  AppError,
  decodeCursor,
  defaultLimit,
  encodeCursor,
  newUuid,
  notFound,
  pageOfRows,
  toPublic
} from '../../http/index.ts'
import { storableJson, storableText } from '../../identity/index.ts'
import { spanOf } from '../language/moments.ts'
import type { ISql, SavedContext, Tx } from './context.ts'
import { type Asked, kindOf } from './kinds.ts'
import { daysOf } from './range.ts'

const mostReports = 1_000
/** A list of conditions longer than this is a segment. */
const mostChars = 40_000

export type ReportRow = Omit<SavedReport, 'id' | 'createdAt' | 'updatedAt' | 'createdBy'> & {
  id: string
  createdAt: Date
  updatedAt: Date
  createdBy: string | null
  /** What lists are sorted by, as the store has it: its lower() and toLowerCase() differ in some letters. */
  key: string
}

export const findReports = (sql: ISql, workspaceId: string) => sql`
  SELECT r.id, r.name, r.kind, r.range, r.question, r.created_at AS "createdAt", r.updated_at AS "updatedAt",
    m.name AS "createdBy", lower(r.name) AS key
  FROM saved_reports r LEFT JOIN members m ON m.id = r.created_by WHERE r.workspace_id = ${workspaceId}`

export const shownReport = ({ createdBy, key: _key, ...row }: ReportRow): SavedReport => ({
  ...row,
  id: toPublic('rep', row.id),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...(createdBy === null ? {} : { createdBy })
})

type ListQuery = { cursor?: string; limit?: number; kind?: string; search?: string }

export async function listReports(sql: ISql, workspaceId: string, query: ListQuery) {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('reports', ['string', 'uuid'], query.cursor)
  const search = query.search?.trim().replaceAll('\0', '')
  const rows = await sql<ReportRow[]>`
    ${findReports(sql, workspaceId)}
      ${query.kind === undefined ? sql`` : sql`AND r.kind = ${query.kind}`}
      ${search ? sql`AND position(lower(${search}) IN lower(r.name)) > 0` : sql``}
      ${after ? sql`AND (lower(r.name), r.id) > (${after[0]}, ${after[1]})` : sql``}
    ORDER BY lower(r.name), r.id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, shownReport, row => encodeCursor('reports', [row.key, row.id]))
}

export async function reportIn(sql: ISql, workspaceId: string, id: string): Promise<ReportRow> {
  const [row] = await sql<ReportRow[]>`${findReports(sql, workspaceId)} AND r.id = ${id}`
  if (!row) throw notFound('report')
  return row
}

/** What its schema asks for, and what a schema cannot say. Questions are kept without a time: `range` gives them one when they are asked. */
export function checkedReport(given: Omit<SavedReportCreate, 'name'>, nowMs: number) {
  for (const key of ['from', 'to'])
    if (Object.hasOwn(given.question, key))
      throw new AppError('invalid', `question.${key} belongs into range.`, { field: `question.${key}` })
  const text = storableJson(JSON.stringify(given.question))
  if (text.length > mostChars)
    throw new AppError('invalid', `question may have ${mostChars} characters at most.`, { field: 'question' })
  const question = JSON.parse(text) as Asked
  const days = daysOf(given.range, nowMs, 'UTC')
  kindOf(given.kind).check({ ...question, ...days }, 'question')
  const timezone = typeof question.timezone === 'string' ? question.timezone : 'UTC'
  spanOf({ ...days, timezone }, 'UTC')
  return { kind: given.kind, range: given.range, question }
}

export function storableName(name: string): string {
  const text = storableText(name).trim()
  if (text === '') throw new AppError('invalid', 'name must not be empty.', { field: 'name' })
  return text
}

const json = (tx: Tx, value: SavedRange | Asked) => tx.json(value as JSONValue)

export async function addReport(context: SavedContext, actor: Actor, given: SavedReportCreate): Promise<SavedReport> {
  const name = storableName(given.name)
  const at = context.clock()
  const { kind, range, question } = checkedReport(given, at.getTime())
  const id = newUuid(context.random)
  const { workspaceId } = actor
  const by = actor.kind === 'member' ? actor.memberId : null
  return (await context.sql.begin(async tx => {
    // Behind the workspace's row, so that many at once are counted one after another.
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM saved_reports WHERE workspace_id = ${workspaceId}`
    if (count >= mostReports)
      throw new AppError('conflict', `There are ${mostReports} saved reports already. Delete some first.`)
    await tx`
      INSERT INTO saved_reports (id, workspace_id, name, kind, range, question, created_by, created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${name}, ${kind}, ${json(tx, range)}, ${json(tx, question)}, ${by}, ${at}, ${at})`
    await context.audit(actor, 'report.saved', toPublic('rep', id), { name, kind }, tx)
    return shownReport(await reportIn(tx, workspaceId, id))
  })) as SavedReport
}

export async function changeReport(
  context: SavedContext,
  actor: Actor,
  id: string,
  change: SavedReportChange
): Promise<SavedReport> {
  const at = context.clock()
  return (await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM saved_reports WHERE id = ${id} AND workspace_id = ${actor.workspaceId} FOR UPDATE`
    const before = await reportIn(tx, actor.workspaceId, id)
    const name = change.name === undefined ? before.name : storableName(change.name)
    const { range, question } = checkedReport(
      { kind: before.kind, range: change.range ?? before.range, question: change.question ?? before.question },
      at.getTime()
    )
    await tx`
      UPDATE saved_reports SET name = ${name}, range = ${json(tx, range)}, question = ${json(tx, question)}, updated_at = ${at}
      WHERE id = ${id}`
    const detail = name === before.name ? { name } : { before: { name: before.name }, after: { name } }
    await context.audit(actor, 'report.changed', toPublic('rep', id), detail, tx)
    return shownReport(await reportIn(tx, actor.workspaceId, id))
  })) as SavedReport
}

export async function removeReport(context: SavedContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { name } = await reportIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM saved_reports WHERE id = ${id}`
    await context.audit(actor, 'report.deleted', toPublic('rep', id), { name }, tx)
  })
}
