import type { LedgerRow } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../http/index.ts'

/** `agent`: as the records know it; null is all of them. `hours`: so many of those in which something happened, the newest. */
export type LedgerAsked = { workspaceId: string; from: Date; to: Date; agent: string | null; hours: number }

/** What arrived and what became of it, by hour and agent, the newest hour first and each of them whole. */
export async function ledgerRows(
  sql: ISql,
  { workspaceId, from, to, agent, hours }: LedgerAsked
): Promise<(LedgerRow & { agentId: string })[]> {
  const meant = sql`workspace_id = ${workspaceId} AND hour >= date_trunc('hour', ${from}::timestamptz) AND hour <= ${to}
    AND (${agent}::uuid IS NULL OR agent_id = ${agent})`
  const rows = await sql<{ hour: Date; agent: string; entries: Record<string, number> }[]>`
    SELECT hour, agent_id AS agent, jsonb_object_agg(entry, count) AS entries FROM ledger
    WHERE ${meant} AND hour IN (SELECT DISTINCT hour FROM ledger WHERE ${meant} ORDER BY hour DESC LIMIT ${hours})
    GROUP BY hour, agent_id ORDER BY hour DESC, agent_id`
  return rows.map(rowOf)
}

function rowOf({ hour, agent, entries }: { hour: Date; agent: string; entries: Record<string, number> }) {
  const { received = 0, stored = 0, duplicate = 0, ...others } = entries
  const inPage = (entry: string) => entry.startsWith('page:')
  return {
    hour: hour.toISOString(),
    agentId: toPublic('agt', agent),
    received,
    stored,
    duplicate,
    rejected: Object.fromEntries(Object.entries(others).filter(([entry]) => !inPage(entry))),
    droppedInPage: Object.fromEntries(
      Object.entries(others).flatMap(([entry, count]) => (inPage(entry) ? [[entry.slice('page:'.length), count]] : []))
    )
  }
}
