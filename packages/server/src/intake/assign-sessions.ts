import type { ISql } from 'postgres'
import { newUuid } from '../http/index.ts'
import { visitMinutes } from '../identity/index.ts'
import type { Enriched } from './enrich.ts'

const gapMs = visitMinutes * 60_000
const remembered = 20_000

/**
 * A page says which visit its events belong to. A server need not: its events go to the visitor's visit of that time, and
 * 30 minutes without one start the next.
 */
export function createSessions(sql: ISql) {
  const known = new Map<string, { session: string; atMs: number }>()
  return async function assignSessions(events: Enriched[]): Promise<void> {
    const without = events.filter(event => event.session === null)
    if (without.length === 0) return
    const unknown = [...new Set(without.map(event => event.visitor))].filter(visitor => !known.has(visitor))
    if (unknown.length > 0) {
      const rows = await sql<{ id: string; session: string; at: Date }[]>`
        SELECT id, session_id AS session, session_at AS at FROM visitors WHERE id = ANY(${unknown}::uuid[])`
      for (const row of rows) known.set(row.id, { session: row.session, atMs: row.at.getTime() })
    }
    for (const event of without.sort((a, b) => a.timeMs - b.timeMs)) {
      const before = known.get(event.visitor)
      const continues = before !== undefined && Math.abs(event.timeMs - before.atMs) <= gapMs
      const session = continues ? before.session : newUuid()
      known.set(event.visitor, { session, atMs: continues ? Math.max(before.atMs, event.timeMs) : event.timeMs })
      event.session = session
    }
    if (known.size > remembered) known.clear()
  }
}
