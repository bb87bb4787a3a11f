import { AppError } from '../../http/index.ts'
import type { AnalyticsContext } from '../context.ts'
import type { Joins } from '../language/who.ts'
import { knownValues } from './known.ts'

/** So long a trait stays as it was brought. */
const freshMs = 60_000
const keptMs = 5 * freshMs
/** A change of joins asks for it anew at once, unless bringing takes so long that a busy site would do nothing else. */
const restTimes = 20
const mostPeople = 1_000_000
const rowsAtOnce = 5_000

export type Brought = { version: number; atMs: number }
type Held = Brought & { generation: number; tookMs: number }

/**
 * Brings the values of a trait from the records into the event store (`trait_values`), where reports can look them up. What is there is
 * good for a minute; those who ask meanwhile share one bringing, and the version before stays until the next one is in place, for reports
 * under way.
 */
export function createTraits({ sql, events, clock }: Pick<AnalyticsContext, 'sql' | 'events' | 'clock'>) {
  const held = new Map<string, Held>()
  const bringing = new Map<string, Promise<Held>>()

  async function bring(workspaceId: string, workspace: number, key: string, generation: number): Promise<Held> {
    const now = clock()
    const startedAt = performance.now()
    // Grows, whatever the clock does, and differs from what another process brings.
    const before = held.get(`${workspace} ${key}`)
    const version = Math.max(now.getTime(), (before?.version ?? 0) + 1)
    let people = 0
    for await (const rows of knownValues(sql, key, { workspaceId }, now).cursor(rowsAtOnce)) {
      people += rows.length
      if (people > mostPeople)
        throw new AppError('invalid', `More than a million people have a value of ${key}: too many for a report.`, {
          field: 'filters'
        })
      await events.command(
        `INSERT INTO trait_values (workspace, key, version, who, value)
         SELECT {workspace:UInt32}, {key:String}, {version:UInt64}, reinterpretAsUInt64(pair.1), pair.2
         FROM (SELECT arrayJoin(arrayZip({people:Array(UUID)}, {values:Array(String)})) AS pair)`,
        {
          workspace,
          key,
          version,
          people: rows.map(row => String(row.who)),
          values: rows.map(row => String(row.value))
        }
      )
    }
    const one = { version, atMs: now.getTime(), generation, tookMs: performance.now() - startedAt }
    held.set(`${workspace} ${key}`, one)
    await sweep(workspace, key, version - keptMs)
    return one
  }

  /** Another process may hold one a little longer than this one does; and one that is no more has left its own behind. */
  async function sweep(workspace: number, key: string, before: number): Promise<void> {
    const where = 'workspace = {workspace:UInt32} AND key = {key:String} AND version < {before:UInt64}'
    const params = { workspace, key, before }
    const [old] = await events.lookUp<{ rows: number }>(
      `SELECT count() AS rows FROM trait_values WHERE ${where}`,
      params
    )
    if (Number(old?.rows) > 0) await events.command(`DELETE FROM trait_values WHERE ${where}`, params)
  }

  const isFresh = ({ atMs, generation, tookMs }: Held, now: number, current: number) => {
    const age = now - atMs
    return age < freshMs && age >= 0 && (generation === current || age < tookMs * restTimes)
  }

  async function traitOf(workspaceId: string, workspace: number, key: string, joins: Joins): Promise<Brought> {
    const name = `${workspace} ${key}`
    const generation = joins === null || 'browsers' in joins ? 0 : joins.generation
    const known = held.get(name)
    if (known && isFresh(known, clock().getTime(), generation)) return known
    const under = bringing.get(name)
    if (under) return under
    const now = bring(workspaceId, workspace, key, generation).finally(() => bringing.delete(name))
    bringing.set(name, now)
    return now
  }
  return {
    traitOf,
    /** What was being brought over is there. */
    settled: () => Promise.allSettled(bringing.values())
  }
}
