import type { EventStore } from '../stores/events/index.ts'
import type { Enriched } from './enrich.ts'

/** Those of the events that are stored already. */
export async function knownToStore(store: EventStore, events: Enriched[]): Promise<Set<Enriched>> {
  const known = new Set<Enriched>()
  for (const [workspace, own] of Map.groupBy(events, event => event.sender.workspaceNumber)) {
    const rows = await store.lookUp<{ visitor: string; id: string }>(
      `SELECT DISTINCT visitor, id FROM events
       WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND id IN {ids:Array(UUID)}`,
      { workspace, visitors: [...new Set(own.map(event => event.visitor))], ids: own.map(event => event.id) }
    )
    const stored = new Set(rows.map(row => `${row.visitor} ${row.id}`))
    for (const event of own) if (stored.has(`${event.visitor} ${event.id}`)) known.add(event)
  }
  return known
}
