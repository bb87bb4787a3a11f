import type { AnalyticsContext } from './context.ts'
import type { Joins } from './language/who.ts'

const atOnce = 5_000

/**
 * Keeps the event store's copy of who is whom (`joined`) as new as the records. Every change of a join counts up the generation of its
 * workspace; a report that finds a newer one brings the pairs over before it asks. Older generations stay until the next one is in
 * place, for reports under way.
 */
export function createJoined({ sql, events }: Pick<AnalyticsContext, 'sql' | 'events'>) {
  const brought = new Map<string, { generation: number; isEmpty: boolean }>()
  const bringing = new Map<string, Promise<void>>()

  async function bring(workspaceId: string, workspaceNumber: number, generation: number): Promise<void> {
    const pairs = await sql<{ visitor: string; person: string }[]>`
      SELECT id AS visitor, person_id AS person FROM visitors WHERE workspace_id = ${workspaceId} AND person_id <> id`
    const params = { workspace: workspaceNumber, generation }
    if (pairs.length > 0) {
      const [there] = await events.lookUp<{ pairs: number }>(
        'SELECT count() AS pairs FROM joined WHERE workspace = {workspace:UInt32} AND generation = {generation:UInt64}',
        params
      )
      if (Number(there?.pairs) < pairs.length)
        for (let at = 0; at < pairs.length; at += atOnce) {
          const part = pairs.slice(at, at + atOnce)
          await events.command(
            `INSERT INTO joined (workspace, generation, visitor, person)
             SELECT {workspace:UInt32}, {generation:UInt64}, pair.1, pair.2
             FROM (SELECT arrayJoin(arrayZip({visitors:Array(UUID)}, {people:Array(UUID)})) AS pair)`,
            { ...params, visitors: part.map(pair => pair.visitor), people: part.map(pair => pair.person) }
          )
        }
    }
    const before = brought.get(workspaceId)
    brought.set(workspaceId, { generation, isEmpty: pairs.length === 0 })
    if (before && !before.isEmpty)
      await events.command(
        'DELETE FROM joined WHERE workspace = {workspace:UInt32} AND generation < {generation:UInt64}',
        { workspace: workspaceNumber, generation: before.generation }
      )
  }

  /** The joins of a workspace as they stand now. */
  async function joinsOf(workspaceId: string, workspaceNumber: number): Promise<Joins> {
    const [row] = await sql<{ changes: string }[]>`
      SELECT changes FROM person_changes WHERE workspace_id = ${workspaceId}`
    if (!row) return null
    const generation = Number(row.changes)
    if ((brought.get(workspaceId)?.generation ?? -1) < generation) {
      const under = bringing.get(workspaceId)
      if (under) {
        await under
        return joinsOf(workspaceId, workspaceNumber)
      }
      const now = bring(workspaceId, workspaceNumber, generation).finally(() => bringing.delete(workspaceId))
      bringing.set(workspaceId, now)
      await now
    }
    const known = brought.get(workspaceId)
    return !known || known.isEmpty ? null : { generation: known.generation }
  }
  return {
    joinsOf,
    /** What was being brought over is there. */
    settled: () => Promise.allSettled(bringing.values())
  }
}
