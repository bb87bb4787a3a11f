import type { ISql } from 'postgres'
import { storableText } from '../identity/index.ts'
import type { Enriched } from './enrich.ts'

/** Keeps a row the event store refused, whole, with what it said. */
export async function setAside(sql: ISql, event: Enriched, fault: unknown, at: Date): Promise<void> {
  const reason = fault instanceof Error ? fault.message : String(fault)
  await sql`
    INSERT INTO set_aside (workspace_id, at, reason, event)
    SELECT id, ${at}, ${storableText(reason).slice(0, 1000)}, ${storableText(JSON.stringify(event.row))}
    FROM workspaces WHERE number = ${event.sender.workspaceNumber}`
}
