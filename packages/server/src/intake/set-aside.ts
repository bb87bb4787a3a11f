import type { ISql } from 'postgres'
import { storableText } from '../identity/index.ts'
import { type EventStore, eventColumns } from '../stores/events/index.ts'
import { type Enriched, lineOf } from './enrich.ts'

type Kept = { columns: readonly string[]; line: string }

/** Keeps an event the store refused, whole, with what it said. */
export async function setAside(sql: ISql, event: Enriched, fault: unknown, at: Date): Promise<void> {
  const reason = fault instanceof Error ? fault.message : String(fault)
  const kept: Kept = { columns: eventColumns, line: lineOf(event, Math.floor(at.getTime() / 1000)) }
  await sql`
    INSERT INTO set_aside (workspace_id, at, reason, event)
    SELECT id, ${at}, ${storableText(reason).slice(0, 1000)}, ${JSON.stringify(kept)}
    FROM workspaces WHERE number = ${event.sender.workspaceNumber}`
}

const mostAtOnce = 500

/**
 * At every start: what was set aside is offered again, since the version that starts may have mended the cause. Answers the
 * visitors whose events are stored now. An end in between does no harm: the same event stored again is one.
 */
export async function storeSetAside(sql: ISql, events: EventStore): Promise<string[]> {
  const rows = await sql<{ id: number; event: string }[]>`
    SELECT id, event FROM set_aside ORDER BY id LIMIT ${mostAtOnce}`
  const visitors = new Set<string>()
  for (const { id, event } of rows) {
    const { columns, line } = JSON.parse(event) as Kept
    if (columns.join() !== eventColumns.join() || !(await takes(events, line))) continue
    await sql`DELETE FROM set_aside WHERE id = ${id}`
    visitors.add(line.split('\t')[eventColumns.indexOf('visitor')] ?? '')
  }
  return [...visitors]
}

async function takes(events: EventStore, line: string): Promise<boolean> {
  return events.insert([line]).then(
    () => true,
    () => false
  )
}
