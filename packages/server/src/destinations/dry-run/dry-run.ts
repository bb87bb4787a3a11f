import type { DryRun, PersonalRules } from '@foyer/protocol'
import type { ISql } from 'postgres'
import type { EventStore } from '../../stores/events/index.ts'
import { currentConsents } from '../consent/newest.ts'
import { asKnown } from '../stored/as-known.ts'
import { eventsBetween, type Range, type Whose } from '../stored/find.ts'
import type { StoredEvent } from '../stored/stored-event.ts'
import { type Draft, dryRunTally } from './tally.ts'

/** Of the newest; with these, a range of any length is answered in seconds. */
const mostEvents = 10_000
const piece = 1_000
/** A mapping that makes much of much is cut off here, and says how far it came. */
const mostMs = 8_000
/** Between two looks at the clock; others' requests have their turn in between. */
const atOnceMs = 20

type Given = {
  sql: ISql
  events: Pick<EventStore, 'query'>
  nowMs: () => number
  whose: Whose
  range: Range
  personal: PersonalRules
  draft: Draft
  /** Who of these visitors is in the segment of the destination now; null where it has none. */
  membersOf(visitors: readonly string[]): Promise<ReadonlySet<string> | null>
}

/** What would have been sent of the events of a time, and what refused. Nothing is sent, and nothing is written. */
export async function dryRun({ sql, events, nowMs, whose, range, personal, draft, membersOf }: Given): Promise<DryRun> {
  const tally = dryRunTally(draft)
  const began = nowMs()
  let left = mostEvents
  let last: StoredEvent | undefined
  let turn = began
  while (left > 0) {
    const found = await eventsBetween(events, whose, range, Math.min(piece, left), last)
    last = found.at(-1)
    left -= found.length
    const visitors = found.map(one => one.visitor)
    const consents = await currentConsents(sql, visitors)
    const members = await membersOf(visitors)
    for (const one of await asKnown(sql, found, personal)) {
      tally.add(one, consents.get(one.visitor) ?? null, members === null || members.has(one.visitor))
      if (nowMs() - turn < atOnceMs) continue
      if (nowMs() - began > mostMs) return tally.counted(false)
      await new Promise(resolve => setImmediate(resolve))
      turn = nowMs()
    }
    if (found.length < piece) return tally.counted(true)
  }
  const [more] = last ? await eventsBetween(events, whose, range, 1, last) : []
  return tally.counted(more === undefined)
}
