import type { PersonSummary } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { type PersonRow, personColumns, summaryOf } from './summary.ts'

/** The people of a workspace any of whose visitor ids these are, by that id. */
export async function peopleByVisitor(
  sql: ISql,
  scope: { workspaceId: string; now: Date },
  visitors: string[]
): Promise<Map<string, PersonSummary>> {
  if (visitors.length === 0) return new Map()
  const rows = await sql<(PersonRow & { visitor: string })[]>`
    SELECT ${personColumns(sql, scope.now)}, theirs.id AS visitor
    FROM visitors theirs JOIN people p ON p.id = theirs.person_id
    WHERE theirs.id = ANY(${visitors}::uuid[]) AND theirs.workspace_id = ${scope.workspaceId}`
  return new Map(rows.map(row => [row.visitor, summaryOf(row)]))
}
