import type { EventStore } from '../stores/events/index.ts'

type Key = { workspace: number; visitor: string; id: string }

/** By URL the ids travel in the address, which has to stay below a megabyte. */
const mostAtOnce = 1_000

/** Those of the events that are stored already. */
export async function knownToStore<Event extends Key>(store: EventStore, events: Event[]): Promise<Set<Event>> {
  const known = new Set<Event>()
  for (const [workspace, own] of Map.groupBy(events, event => event.workspace)) {
    for (let at = 0; at < own.length; at += mostAtOnce)
      for (const event of await knownOf(store, workspace, own.slice(at, at + mostAtOnce))) known.add(event)
  }
  return known
}

async function knownOf<Event extends Key>(store: EventStore, workspace: number, events: Event[]): Promise<Event[]> {
  const rows = await store.lookUp<{ visitor: string; id: string }>(
    `SELECT DISTINCT visitor, id FROM events
     WHERE workspace = {workspace:UInt32} AND visitor IN {visitors:Array(UUID)} AND id IN {ids:Array(UUID)}`,
    { workspace, visitors: [...new Set(events.map(event => event.visitor))], ids: events.map(event => event.id) }
  )
  const stored = new Set(rows.map(row => `${row.visitor} ${row.id}`))
  return events.filter(event => stored.has(`${event.visitor} ${event.id}`))
}
