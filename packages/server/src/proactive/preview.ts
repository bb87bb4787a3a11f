import type {
  ProactiveCondition,
  ProactivePreview,
  ProactivePreviewRequest,
  ServerSideCondition
} from '@foyer/protocol'
import { notFound, takeTurn } from '../http/index.ts'
import { fitsFrequency } from './caps.ts'
import type { ProactiveContext } from './context.ts'
import { isWithinHours } from './hours.ts'
import { factsOf, matchesPerson, type PersonFacts } from './people.ts'
import { type MomentsRow, momentsQuery, mostVisits } from './preview-query.ts'
import { addSegments } from './segments.ts'
import { pageSideOf, serverSideOf } from './sides.ts'

const days = 7
const peopleAtOnce = 10_000

/** How often a rule, as it is being edited, would have fired in the last seven days; or why nobody can say. */
export async function preview(
  context: ProactiveContext,
  workspaceId: string,
  agent: string,
  asked: ProactivePreviewRequest
): Promise<ProactivePreview> {
  const { sql, events } = context
  const [scope] = await sql<{ number: number; timezone: string }[]>`
    SELECT w.number, w.timezone FROM agents a JOIN workspaces w ON w.id = a.workspace_id
    WHERE a.id = ${agent} AND a.workspace_id = ${workspaceId} AND a.deleted_at IS NULL`
  if (!scope) throw notFound('agent')
  takeTurn(context.limits.previews, workspaceId, 'Many previews were asked for at once. Wait a moment.')
  await context.caughtUp()
  const to = context.clock()
  const from = new Date(to.getTime() - days * 86_400_000)
  const query = momentsQuery(
    { workspaceNumber: scope.number, agent, fromMs: from.getTime(), toMs: to.getTime() },
    pageSideOf(asked.conditions)
  )
  let visits: MomentsRow[]
  try {
    visits = await events.query<MomentsRow>(query.sql, query.params)
  } catch (fault) {
    if (!isTooMuch(fault)) throw fault
    return unknown(
      'There is more history than can be looked through at once. Narrow it down to some pages, and ask again.'
    )
  }
  if (visits.length > mostVisits)
    return unknown(
      `It would have fired in more than ${mostVisits.toLocaleString('en-GB')} visits, too many to count one by one. Narrow it down to some pages, and ask again.`
    )
  const conditions = serverSideOf(asked.conditions)
  const people = await peopleOf(context, workspaceId, visits, conditions, to)
  await addSegments(context, workspaceId, people, conditions)
  const shown = countShown(
    visits,
    people,
    (facts, at) =>
      Boolean(
        matchesPerson(facts, conditions, { at, isNow: false }) &&
          (!asked.hours || isWithinHours(asked.hours, scope.timezone, at))
      ),
    asked.frequency
  )
  return {
    known: true,
    from: from.toISOString(),
    to: to.toISOString(),
    times: shown.times,
    people: shown.people,
    notes: notesOn(asked.conditions)
  }
}

const unknown = (reason: string): ProactivePreview => ({ known: false, reason })

/** ClickHouse's own limits of time and memory, by number. */
const tooMuch = new Set(['159', '160', '241'])
function isTooMuch(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false
  const code = 'clickhouseCode' in fault ? fault.clickhouseCode : 'code' in fault ? fault.code : ''
  return tooMuch.has(String(code))
}

async function peopleOf(
  { sql }: ProactiveContext,
  workspaceId: string,
  visits: MomentsRow[],
  conditions: ServerSideCondition[],
  now: Date
): Promise<Map<string, PersonFacts>> {
  const visitors = [...new Set(visits.map(visit => visit.visitor))]
  const all = new Map<string, PersonFacts>()
  for (let at = 0; at < visitors.length; at += peopleAtOnce)
    for (const [id, facts] of await factsOf(sql, workspaceId, visitors.slice(at, at + peopleAtOnce), conditions, now))
      all.set(id, facts)
  return all
}

/** By person, in the order it happened: each moment fires unless the ones before it have used the frequency up. */
export function countShown(
  visits: readonly MomentsRow[],
  people: ReadonlyMap<string, PersonFacts>,
  fits: (facts: PersonFacts, at: Date) => boolean,
  frequency: ProactivePreviewRequest['frequency']
): { times: number; people: number } {
  const moments = new Map<string, { atMs: number; visitSinceMs: number }[]>()
  for (const visit of visits) {
    const facts = people.get(visit.visitor)
    // Erased since: nothing of them is counted.
    if (!facts) continue
    const own = moments.get(facts.person) ?? []
    const visitSinceMs = Math.min(...visit.moments)
    for (const atMs of visit.moments) if (fits(facts, new Date(atMs))) own.push({ atMs, visitSinceMs })
    moments.set(facts.person, own)
  }
  let times = 0
  let reached = 0
  for (const own of moments.values()) {
    const shown: number[] = []
    for (const { atMs, visitSinceMs } of own.sort((a, b) => a.atMs - b.atMs))
      if (fitsFrequency(frequency, shown, { nowMs: atMs, visitSinceMs })) shown.push(atMs)
    times += shown.length
    reached += shown.length > 0 ? 1 : 0
  }
  return { times, people: reached }
}

function notesOn(conditions: readonly ProactiveCondition[]): string[] {
  const has = (...kinds: ProactiveCondition['kind'][]) => conditions.some(condition => kinds.includes(condition.kind))
  return [
    'Counted from what visitors did, with this rule’s own frequency. Not taken into account: other messages, the limit of a day, open conversations and messages that were closed.',
    ...(has('timeOnPage') ? ['Time on a page is the time it was looked at, as it said when it was left.'] : []),
    ...(has('scroll') ? ['Scroll depth is how far a page had been read when it was left.'] : []),
    ...(has('cart') ? ['What was in a cart before these seven days is not known.'] : []),
    ...(has('trait', 'country', 'source', 'known', 'segment')
      ? ['People count as what they are known to be today.']
      : [])
  ]
}
