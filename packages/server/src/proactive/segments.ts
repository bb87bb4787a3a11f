import type { ServerSideCondition } from '@foyer/protocol'
import type { ProactiveContext } from './context.ts'
import type { PersonFacts } from './people.ts'
import type { RuleRow } from './rows.ts'
import { serverSideOf } from './sides.ts'

type Whose = { workspaceId: string; workspaceNumber: number; visitor: string }
export type InSegments = ReadonlyMap<string, boolean>
const none: InSegments = new Map()

const namedBy = (conditions: readonly ServerSideCondition[]) => [
  ...new Set(conditions.flatMap(condition => (condition.kind === 'segment' ? [condition.segment] : [])))
]

/** Which of the segments that these rules name the visitor is in. One that is not there is left out. */
export async function segmentsOf(
  context: ProactiveContext,
  rules: readonly RuleRow[],
  asking: Whose
): Promise<InSegments> {
  const named = namedBy(rules.flatMap(rule => serverSideOf(rule.conditions)))
  if (named.length === 0) return none
  const { workspaceId, workspaceNumber, visitor } = asking
  const members = await context.segments.among({ workspaceId, workspaceNumber, visitors: [visitor] }, named)
  return new Map([...members].map(([segment, within]) => [segment, within.has(visitor)]))
}

/** For a look back at many people: by the segments as they are now. */
export async function addSegments(
  context: ProactiveContext,
  workspaceId: string,
  people: Map<string, PersonFacts>,
  conditions: readonly ServerSideCondition[]
): Promise<void> {
  const ids = new Map<string, ReadonlySet<string>>()
  for (const segment of namedBy(conditions))
    ids.set(segment, new Set(await context.segments.idsOf(workspaceId, segment)))
  if (ids.size === 0) return
  for (const [visitor, facts] of people)
    people.set(visitor, {
      ...facts,
      segments: new Map([...ids].map(([segment, members]) => [segment, members.has(facts.person)]))
    })
}
