import type { DryRun, Mapping } from '@foyer/protocol'
import { type ConsentRule, type Current, mayBeSent } from '../consent/consent.ts'
import type { Kind, Moment } from '../kind.ts'
import { applyMapping } from '../mapping/apply.ts'
import { builtOf } from '../mapping/preview.ts'
import { shownRequest } from '../shown-request.ts'
import { sampleOf } from '../stored/as-known.ts'
import type { StoredEvent } from '../stored/stored-event.ts'

export type Draft = { kind: Kind; mapping: Mapping; moment: Moment; consent: ConsentRule }

/** Kinds of problems, and of events that are not wanted, that are told apart. */
const mostKinds = 50
const mostSamples = 10

/** Counts, event by event, what a draft would have done. Pure but for what it has counted. */
export function dryRunTally(draft: Draft) {
  const counts = { looked: 0, sent: 0, filtered: 0, withheld: 0, notInSegment: 0, invalid: 0 }
  const rules = new Map(draft.mapping.rules.filter(rule => rule.enabled !== false).map(rule => [rule.name, 0]))
  const problems = new Map<string, DryRun['problems'][number]>()
  const notWanted = new Map<string, number>()
  const samples = new Map<string, DryRun['samples'][number]>()

  /** As the engine does it: the mapping first, then consent, as the event said it and as its visitor says it now, then the segment, then the request. */
  function add(stored: StoredEvent, current: Current | null, isInSegment: boolean): void {
    const { event } = stored
    counts.looked++
    const mapped = applyMapping(draft.mapping, event)
    if (mapped.length === 0) {
      counts.filtered++
      const called = event.name || event.type
      notWanted.set(called, (notWanted.get(called) ?? 0) + 1)
      return
    }
    for (const { rule } of mapped) rules.set(rule, (rules.get(rule) ?? 0) + 1)
    if (!mayBeSent(draft.consent, { said: stored.said, timeMs: event.timeMs }, current).may) {
      counts.withheld++
      return
    }
    if (!isInSegment) {
      counts.notInSegment++
      return
    }
    const built = builtOf(draft.kind, mapped, draft.moment)
    const refused = built.find(one => 'invalid' in one)
    if (refused) {
      counts.invalid++
      const known = problems.get(refused.invalid)
      if (known) known.events++
      else if (problems.size < mostKinds)
        problems.set(refused.invalid, { message: refused.invalid, events: 1, example: sampleOf(event) })
      return
    }
    counts.sent++
    const rule = mapped.find(one => !samples.has(one.rule))?.rule
    const [first] = built
    if (rule !== undefined && samples.size < mostSamples && first && 'request' in first)
      samples.set(rule, {
        rule,
        event: sampleOf(event),
        request: shownRequest(first.request, draft.kind, draft.moment.settings)
      })
  }

  const most = <One extends { events: number }>(all: One[]) =>
    all.sort((a, b) => b.events - a.events).slice(0, mostKinds)
  return {
    add,
    counted: (isAll: boolean): DryRun => ({
      ...counts,
      isAll,
      rules: [...rules].map(([rule, events]) => ({ rule, events })),
      problems: most([...problems.values()]),
      notWanted: most([...notWanted].map(([event, events]) => ({ event, events }))),
      samples: [...samples.values()]
    })
  }
}
