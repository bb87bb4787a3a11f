import type { ISql } from 'postgres'
import type { EventStore } from '../stores/events/index.ts'
import type { Landing } from './landing.ts'
import { fieldOf, setAside } from './set-aside.ts'
import { storeLines } from './store-lines.ts'

/**
 * At the start, before anything new lands: what the last run had promised and not yet carried on. Some of it may have been
 * carried on after all, and is then stored again, which is once. Answers the visitors it was about.
 */
export async function carryLeftBehind(
  sql: ISql,
  events: EventStore,
  landing: Landing,
  clock: () => Date
): Promise<string[]> {
  const visitors = new Set<string>()
  for await (const lines of landing.leftBehind()) {
    for (const { index, fault } of await storeLines(events, lines, clock().getTime()))
      await setAside(sql, lines[index] ?? '', fault, clock())
    for (const line of lines) visitors.add(fieldOf(line, 'visitor'))
  }
  await landing.clear()
  return [...visitors]
}
