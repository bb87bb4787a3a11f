import type { PersonSummary } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { type PersonRow, personColumns, summaryOf } from './summary.ts'

/**
 * The people of a workspace whose ids begin like this, by that first half (16 hex digits), which is how reports know them. They are found
 * by the key of the table, among the ids that begin like it.
 */
export async function peopleByHalf(
  sql: ISql,
  scope: { workspaceId: string; now: Date },
  halves: readonly string[]
): Promise<Map<string, PersonSummary>> {
  if (halves.length === 0) return new Map()
  const rows = await sql<PersonRow[]>`
    SELECT ${personColumns(sql, scope.now)}
    FROM unnest(${halves.map(half => `${half}${'0'.repeat(16)}`)}::uuid[],
        ${halves.map(half => `${half}${'f'.repeat(16)}`)}::uuid[]) AS span (first, last)
      JOIN people p ON p.id BETWEEN span.first AND span.last
    WHERE p.workspace_id = ${scope.workspaceId}`
  return new Map(rows.map(row => [row.id.replaceAll('-', '').slice(0, 16), summaryOf(row)]))
}
