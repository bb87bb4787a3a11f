import type { InSegmentNow } from '@foyer/protocol'
import { AppError, toPublic } from '../../http/index.ts'
import type { ISql } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import type { DestinationRow } from '../manage/rows.ts'
import { type InSegment, withinOf } from './within.ts'

export type NowDeps = { sql: ISql; inSegment: InSegment; isReadable(): Promise<boolean> }
type OfRow = Pick<DestinationRow, 'segmentId' | 'segmentName'>

/** Who of these visitors is in the segment of a destination as things stand; null where it has none. */
export async function membersNow(
  { sql, inSegment, isReadable }: NowDeps,
  workspaceId: string,
  { segmentId, segmentName }: OfRow,
  visitors: readonly string[]
): Promise<ReadonlySet<string> | null> {
  if (segmentId === null) return null
  const { number } = await workspaceOf(sql, workspaceId)
  const of = { workspaceId, workspaceNumber: number, segment: { id: toPublic('seg', segmentId) } }
  await isReadable()
  const found = await withinOf(inSegment, of, [...new Set(visitors)])
  if ('broken' in found)
    throw new AppError('conflict', `Who is in the segment “${segmentName}” cannot be asked. ${found.broken}`)
  return found.within
}

/** Of one event, in a sentence. `visitor` is null where the event is made up. */
export async function inSegmentNow(
  deps: NowDeps,
  workspaceId: string,
  row: OfRow,
  visitor: string | null,
  isTest = false
): Promise<{ segment?: InSegmentNow }> {
  if (row.segmentId === null) return {}
  const [id, name] = [toPublic('seg', row.segmentId), row.segmentName ?? '']
  const told = (sentence: string, isIn?: boolean) => ({
    segment: { id, name, ...(isIn === undefined ? {} : { isIn }), sentence }
  })
  const either = isTest ? ' A test is sent either way.' : ''
  if (visitor === null)
    return told(`Only events of people in the segment “${name}” are sent; this one is made up.${either}`)
  try {
    const isIn = (await membersNow(deps, workspaceId, row, [visitor]))?.has(visitor) === true
    return isIn
      ? told(`The visitor is in the segment “${name}” now, so their events are sent.`, true)
      : told(`The visitor is not in the segment “${name}” now, so their events are not sent.${either}`, false)
  } catch (fault) {
    const why = fault instanceof AppError ? fault.message : `Who is in the segment “${name}” cannot be asked just now.`
    return told(`${why} Nothing is sent to it until then.${either}`)
  }
}
