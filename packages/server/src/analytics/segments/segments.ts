import { type Segment, type SegmentChange, type SegmentCreate, segmentUseWords } from '@foyer/protocol'
import type { ISql, JSONValue } from 'postgres'
import { type Actor, AppError, newUuid, toPublic } from '../../http/index.ts'
import { storableText } from '../../identity/index.ts'
import type { SavedContext, Tx } from '../saved/context.ts'
import { checkedRule } from './checked-rule.ts'
import { findSegments, type SegmentRow, segmentIn, shownSegment } from './rows.ts'
import { usesOf } from './uses.ts'

const mostSegments = 500

export async function listSegments(sql: ISql, workspaceId: string): Promise<{ items: Segment[] }> {
  const rows = await sql<SegmentRow[]>`${findSegments(sql, workspaceId)} ORDER BY lower(s.name), s.id`
  const items = rows.map(shownSegment)
  const uses = await usesOf(
    sql,
    workspaceId,
    items.map(item => item.id)
  )
  return { items: items.map(item => ({ ...item, usedBy: uses.get(item.id) ?? [] })) }
}

export async function readSegment(sql: ISql, workspaceId: string, id: string): Promise<Segment> {
  const segment = shownSegment(await segmentIn(sql, workspaceId, id))
  return { ...segment, usedBy: (await usesOf(sql, workspaceId, [segment.id])).get(segment.id) ?? [] }
}

/** Behind the workspace's row: two changes at once cannot make a circle that neither of them is. */
async function inWorkspace<T>(context: SavedContext, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const done = await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    return { answer: await work(tx) }
  })
  return (done as { answer: T }).answer
}

function storableName(given: string): string {
  const name = storableText(given).trim()
  if (name === '') throw new AppError('invalid', 'name must not be empty.', { field: 'name' })
  return name
}

const json = (tx: Tx, value: unknown) => tx.json(value as JSONValue)

export function addSegment(context: SavedContext, actor: Actor, given: SegmentCreate): Promise<Segment> {
  const { workspaceId } = actor
  const name = storableName(given.name)
  const at = context.clock()
  const id = newUuid(context.random)
  const by = actor.kind === 'member' ? actor.memberId : null
  return inWorkspace(context, workspaceId, async tx => {
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM segments WHERE workspace_id = ${workspaceId}`
    if (count >= mostSegments)
      throw new AppError('conflict', `There are ${mostSegments} segments already. Delete some first.`)
    const rule = await checkedRule(tx, workspaceId, undefined, given.rule, at.getTime())
    await tx`
      INSERT INTO segments (id, workspace_id, name, rule, created_by, created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${name}, ${json(tx, rule)}, ${by}, ${at}, ${at})`
    await context.audit(actor, 'segment.created', toPublic('seg', id), { name }, tx)
    return readSegment(tx, workspaceId, id)
  })
}

export function changeSegment(
  context: SavedContext,
  actor: Actor,
  id: string,
  change: SegmentChange
): Promise<Segment> {
  const { workspaceId } = actor
  const at = context.clock()
  return inWorkspace(context, workspaceId, async tx => {
    const before = await segmentIn(tx, workspaceId, id)
    const name = change.name === undefined ? before.name : storableName(change.name)
    const rule =
      change.rule === undefined
        ? before.rule
        : await checkedRule(tx, workspaceId, toPublic('seg', id), change.rule, at.getTime())
    await tx`UPDATE segments SET name = ${name}, rule = ${json(tx, rule)}, updated_at = ${at} WHERE id = ${id}`
    const detail = { before: { name: before.name, rule: before.rule }, after: { name, rule } }
    await context.audit(actor, 'segment.changed', toPublic('seg', id), detail as Record<string, JSONValue>, tx)
    return readSegment(tx, workspaceId, id)
  })
}

export async function removeSegment(context: SavedContext, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await inWorkspace(context, workspaceId, async tx => {
    // A message that is being written with it holds the row; by then its use is seen.
    await tx`SELECT 1 FROM segments WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
    const { name, rule, usedBy = [] } = await readSegment(tx, workspaceId, id)
    const [first] = usedBy
    if (first)
      throw new AppError(
        'conflict',
        `It is used by ${segmentUseWords[first.kind]} “${first.name}”${usedBy.length > 1 ? ` and ${usedBy.length - 1} more` : ''}. Take it out there first.`
      )
    await tx`DELETE FROM segments WHERE id = ${id}`
    await context.audit(actor, 'segment.deleted', toPublic('seg', id), { name, rule: rule as JSONValue }, tx)
  })
}
