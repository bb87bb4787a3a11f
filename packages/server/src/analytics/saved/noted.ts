import type { AnswerRange, ReportKind, TileNote } from '@foyer/protocol'
import { listAnnotations } from '../annotations/annotations.ts'
import type { ISql } from './context.ts'

const drawnOverTime: ReadonlySet<ReportKind> = new Set(['overview', 'trend'])

/** What the team wrote onto the time of an answer that is drawn over time. Never kept with the answer: a note is there at once. */
export async function notesOn(
  sql: ISql,
  workspaceId: string,
  kind: ReportKind,
  answer: Record<string, unknown>
): Promise<{ notes?: TileNote[] }> {
  if (!drawnOverTime.has(kind)) return {}
  const { from, to, timezone } = answer.range as AnswerRange
  const { items } = await listAnnotations(sql, workspaceId, { from, to, timezone })
  return { notes: items.map(({ at, text }) => ({ at, text })) }
}
