import type { Segment, SegmentRule } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { notFound, toPublic } from '../../http/index.ts'

export type SegmentRow = {
  id: string
  name: string
  rule: SegmentRule
  createdBy: string | null
  createdAt: Date
  updatedAt: Date
}

export const findSegments = (sql: ISql, workspaceId: string) => sql`
  SELECT s.id, s.name, s.rule, m.name AS "createdBy", s.created_at AS "createdAt", s.updated_at AS "updatedAt"
  FROM segments s LEFT JOIN members m ON m.id = s.created_by WHERE s.workspace_id = ${workspaceId}`

export async function segmentIn(sql: ISql, workspaceId: string, id: string): Promise<SegmentRow> {
  const [row] = await sql<SegmentRow[]>`${findSegments(sql, workspaceId)} AND s.id = ${id}`
  if (!row) throw notFound('segment')
  return row
}

export const shownSegment = ({ createdBy, ...row }: SegmentRow): Segment => ({
  ...row,
  id: toPublic('seg', row.id),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...(createdBy === null ? {} : { createdBy })
})
