import type { Annotation, AnnotationChange, AnnotationCreate, Annotations, AnnotationsQuery } from '@foyer/protocol'
import { type Actor, AppError, newUuid, notFound, toPublic } from '../../http/index.ts'
import { storableText } from '../../identity/index.ts'
import { dayAt, momentMs, type Span, spanOf } from '../language/moments.ts'
import type { ISql, SavedContext } from '../saved/context.ts'

const mostAnnotations = 5_000
const mostShown = 500

type Row = {
  id: string
  day: string | null
  at: Date | null
  text: string
  createdBy: string | null
  createdAt: Date
  updatedAt: Date
}

const find = (sql: ISql, workspaceId: string) => sql`
  SELECT a.id, a.on_day::text AS day, a.at, a.text, m.name AS "createdBy", a.created_at AS "createdAt", a.updated_at AS "updatedAt"
  FROM annotations a LEFT JOIN members m ON m.id = a.created_by WHERE a.workspace_id = ${workspaceId}`

const shown = ({ id, day, at, text, createdBy, createdAt, updatedAt }: Row): Annotation => ({
  id: toPublic('ann', id),
  at: day ?? at?.toISOString() ?? '',
  text,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  ...(createdBy === null ? {} : { createdBy })
})

export async function listAnnotations(sql: ISql, workspaceId: string, query: AnnotationsQuery): Promise<Annotations> {
  const span = await spanAsked(sql, workspaceId, query)
  const within = span
    ? sql`AND (a.on_day BETWEEN ${dayAt(span.fromMs, span.timezone)}::text::date
        AND ${dayAt(span.toMs - 1, span.timezone)}::text::date
      OR a.at >= ${new Date(span.fromMs)} AND a.at < ${new Date(span.toMs)})`
    : sql``
  const rows = await sql<Row[]>`
    ${find(sql, workspaceId)} ${within}
    ORDER BY coalesce(a.at, a.on_day::timestamp AT TIME ZONE 'UTC') DESC, a.id LIMIT ${mostShown}`
  return { items: rows.map(shown) }
}

async function spanAsked(
  sql: ISql,
  workspaceId: string,
  { from, to, timezone }: AnnotationsQuery
): Promise<Span | undefined> {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined || to === undefined) {
    const field = from === undefined ? 'from' : 'to'
    throw new AppError('invalid', `from and to go together: give ${field} too.`, { field })
  }
  const [workspace] = await sql<{ timezone: string }[]>`SELECT timezone FROM workspaces WHERE id = ${workspaceId}`
  return spanOf({ from, to, ...(timezone === undefined ? {} : { timezone }) }, workspace?.timezone ?? 'UTC')
}

async function annotationIn(sql: ISql, workspaceId: string, id: string): Promise<Annotation> {
  const [row] = await sql<Row[]>`${find(sql, workspaceId)} AND a.id = ${id}`
  if (!row) throw notFound('annotation')
  return shown(row)
}

/** A day stays the text it is: made an instant it would be another day elsewhere. */
function placeOf(at: string): { day: string | null; at: Date | null } {
  const ms = momentMs(at, 'UTC', 'at', false)
  return at.includes('T') ? { day: null, at: new Date(ms) } : { day: at, at: null }
}

function textOf(given: string): string {
  const text = storableText(given).trim()
  if (text === '') throw new AppError('invalid', 'text must not be empty.', { field: 'text' })
  return text
}

export async function addAnnotation(context: SavedContext, actor: Actor, given: AnnotationCreate): Promise<Annotation> {
  const { workspaceId } = actor
  const text = textOf(given.text)
  const place = placeOf(given.at)
  const now = context.clock()
  const id = newUuid(context.random)
  const by = actor.kind === 'member' ? actor.memberId : null
  return (await context.sql.begin(async tx => {
    // Behind the workspace's row, so that many at once are counted one after another.
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM annotations WHERE workspace_id = ${workspaceId}`
    if (count >= mostAnnotations)
      throw new AppError('conflict', `There are ${mostAnnotations} annotations already. Delete some first.`)
    await tx`
      INSERT INTO annotations (id, workspace_id, on_day, at, text, created_by, created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${place.day}::text::date, ${place.at}, ${text}, ${by}, ${now}, ${now})`
    const added = await annotationIn(tx, workspaceId, id)
    await context.audit(actor, 'annotation.added', added.id, { at: added.at, text }, tx)
    return added
  })) as Annotation
}

export async function changeAnnotation(
  context: SavedContext,
  actor: Actor,
  id: string,
  change: AnnotationChange
): Promise<Annotation> {
  const { workspaceId } = actor
  const now = context.clock()
  return (await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM annotations WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
    const before = await annotationIn(tx, workspaceId, id)
    const text = change.text === undefined ? before.text : textOf(change.text)
    const place = placeOf(change.at ?? before.at)
    await tx`
      UPDATE annotations SET on_day = ${place.day}::text::date, at = ${place.at}, text = ${text}, updated_at = ${now}
      WHERE id = ${id}`
    const after = await annotationIn(tx, workspaceId, id)
    const detail = { before: { at: before.at, text: before.text }, after: { at: after.at, text } }
    await context.audit(actor, 'annotation.changed', after.id, detail, tx)
    return after
  })) as Annotation
}

export async function removeAnnotation(context: SavedContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { id: name, at, text } = await annotationIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM annotations WHERE id = ${id}`
    await context.audit(actor, 'annotation.deleted', name, { at, text }, tx)
  })
}
