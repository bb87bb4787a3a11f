import type { ISql } from 'postgres'
import { storableText } from '../identity/index.ts'
import { type EventStore, eventColumns } from '../stores/events/index.ts'
import { storeLines } from './store-lines.ts'

/** Everything an insert needs, whichever columns there may be by then. */
type Kept = { columns: readonly string[]; line: string }

/** Keeps a line the event store refused, whole, with what it said. */
export async function setAside(sql: ISql, line: string, fault: unknown, at: Date): Promise<void> {
  const reason = fault instanceof Error ? fault.message : String(fault)
  const kept: Kept = { columns: eventColumns, line }
  await sql`
    INSERT INTO set_aside (workspace_id, at, reason, event)
    SELECT id, ${at}, ${storableText(reason).slice(0, 1000)}, ${JSON.stringify(kept)}
    FROM workspaces WHERE number = ${Number(fieldOf(line, 'workspace'))}`
}

export const fieldOf = (line: string, column: (typeof eventColumns)[number]): string =>
  line.split('\t')[eventColumns.indexOf(column)] ?? ''

/** As today's store has its columns: one that came later takes what it is by default. */
function lineNow({ columns, line }: Kept): string {
  if (columns.join() === eventColumns.join()) return line
  const values = line.split('\t')
  // `stored_at`, the last, is added with the insert.
  return eventColumns
    .slice(0, -1)
    .map(column => values[columns.indexOf(column)] ?? '\\N')
    .join('\t')
}

/** In the transaction that erases these visitors. Each line says whose it is in one field, and an id is nothing that a text holds by chance. */
export async function forgetSetAside(tx: ISql, workspaceId: string, visitors: readonly string[]): Promise<void> {
  await tx`
    DELETE FROM set_aside WHERE workspace_id = ${workspaceId} AND event LIKE ANY(${visitors.map(id => `%${id}%`)}::text[])`
}

const mostAtOnce = 500

/**
 * At every start: what was set aside is offered again, since the version that starts may have mended the cause. Answers the
 * visitors whose events are stored now. An end in between does no harm: the same event stored again is one.
 */
export async function storeSetAside(sql: ISql, events: EventStore, now: Date): Promise<string[]> {
  const rows = await sql<{ id: number; event: string }[]>`
    SELECT id, event FROM set_aside ORDER BY id LIMIT ${mostAtOnce}`
  const visitors = new Set<string>()
  for (const { id, event } of rows) {
    const line = lineNow(JSON.parse(event) as Kept)
    const refused = await storeLines(events, [line], now.getTime())
    if (refused.length > 0) continue
    await sql`DELETE FROM set_aside WHERE id = ${id}`
    visitors.add(fieldOf(line, 'visitor'))
  }
  return [...visitors]
}
