import type { EventStore } from './open.ts'
import { rewritten, type Waiting } from './rewritten.ts'

export type ForgottenVisitors = { workspace: number; visitors: string[]; conversations: string[] }

/**
 * What the event store holds of visitors, table by table: what is theirs of its rows. Whoever adds a table with visitors, or with what
 * is summed up of them, adds it here, and whatever deletes visitors takes it along.
 */
const holding: Record<string, string> = {
  events: 'visitor IN {visitors:Array(UUID)}',
  deliveries: 'visitor IN {visitors:Array(UUID)}',
  requests: 'visitor IN {visitors:Array(UUID)} OR conversation IN {conversations:Array(UUID)}',
  joined: 'visitor IN {visitors:Array(UUID)} OR person IN {visitors:Array(UUID)}',
  trait_values: 'has(arrayMap(one -> reinterpretAsUInt64(one), {visitors:Array(UUID)}), who)',
  visits: 'has(arrayMap(one -> reinterpretAsUInt64(one), {visitors:Array(UUID)}), visitor)',
  page_views: 'has(arrayMap(one -> reinterpretAsUInt64(one), {visitors:Array(UUID)}), visitor)'
}

/** @internal */
export const forgettingTables: readonly string[] = Object.keys(holding)

/**
 * Deletes all rows of these visitors, and does not come back before they are gone from every part: a row that is only marked as deleted
 * stays on the disk until some merge, which for the parts of an old quarter never comes. Doing it twice is harmless.
 */
export async function forgetVisitors(
  events: Pick<EventStore, 'lookUp' | 'command'>,
  { workspace, visitors, conversations }: ForgottenVisitors,
  waiting: Waiting
): Promise<void> {
  const params = { workspace, visitors, conversations }
  for (const [table, theirs] of Object.entries(holding)) {
    if (waiting.hasEnded()) return
    const where = `workspace = {workspace:UInt32} AND (${theirs})`
    const [found] = await events.lookUp<{ rows: number }>(
      `SELECT count() AS rows FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT 1)`,
      params
    )
    // Looked for first: a delete makes every part that it touches anew.
    if (Number(found?.rows) > 0) {
      await events.command(`ALTER TABLE ${table} DELETE WHERE ${where}`, params)
      await rewritten(events, table, waiting)
    }
    // Rows that were deleted before, by their age, may be theirs and lie there yet, out of sight.
    const [hiding] = await events.lookUp<{ parts: number }>(
      `SELECT count() AS parts FROM system.parts
       WHERE database = currentDatabase() AND table = {table:String} AND active AND has_lightweight_delete`,
      { table }
    )
    if (Number(hiding?.parts) === 0) continue
    await events.command(`ALTER TABLE ${table} APPLY DELETED MASK`)
    await rewritten(events, table, waiting)
  }
}
