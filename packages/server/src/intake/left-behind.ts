import type { ISql } from 'postgres'
import type { ErasedVisitors } from '../identity/index.ts'
import { type EventStore, lineOfNow } from '../stores/events/index.ts'
import { knownToStore } from './known-to-store.ts'
import type { Landing } from './landing.ts'
import { fieldOf, setAside } from './set-aside.ts'
import { storeLines } from './store-lines.ts'

type Left = { line: string; workspace: number; visitor: string; id: string }

/**
 * At the start, before anything new lands: what the last run had promised and not yet carried on. Answers the visitors it was
 * about: whether they were counted before the end nobody knows.
 */
export async function carryLeftBehind(
  sql: ISql,
  events: EventStore,
  landing: Landing,
  clock: () => Date,
  erasedAmong: ErasedVisitors['among']
): Promise<string[]> {
  const workspaces = await sql<{ id: string; number: number }[]>`SELECT id, number FROM workspaces`
  const idOf = new Map(workspaces.map(({ id, number }) => [number, id]))
  const visitors = new Set<string>()
  for await (const lines of landing.leftBehind()) {
    const all = await withoutErased(lines.map(line => readLine(lineOfNow(line))))
    // What is no id cannot be asked for; the store will say so when it is offered.
    const known = await knownToStore(
      events,
      all.filter(one => uuid.test(one.id) && uuid.test(one.visitor))
    )
    const left = all.filter(one => !known.has(one)).map(one => one.line)
    for (const { index, fault } of await storeLines(events, left, clock().getTime()))
      await setAside(sql, left[index] ?? '', fault, clock())
    for (const { visitor } of all) visitors.add(visitor)
  }
  await landing.clear()
  return [...visitors]

  /** An older copy of what has landed may hold what was erased since. */
  async function withoutErased(left: Left[]): Promise<Left[]> {
    const senders = left.flatMap(({ workspace, visitor }) => {
      const workspaceId = idOf.get(workspace)
      return workspaceId !== undefined && uuid.test(visitor) ? [{ workspaceId, visitor }] : []
    })
    const erased = await erasedAmong(senders)
    return erased.size === 0 ? left : left.filter(({ visitor }) => !erased.get(visitor)?.isGone)
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const readLine = (line: string): Left => ({
  line,
  workspace: Number(fieldOf(line, 'workspace')),
  visitor: fieldOf(line, 'visitor'),
  id: fieldOf(line, 'id')
})
