import { type Static, Type } from 'typebox'
import { Filters, SegmentId } from './analytics.ts'
import { AgentId, Instant, PageQuery } from './ids.ts'
import { PersonSummary } from './people.ts'
import { FunnelQuestion } from './reports.ts'

/** People who stand at a step of a funnel: reached it, or were lost before it. The span moves on: the last `days` days. */
export const FunnelPosition = Type.Object(
  {
    funnel: Type.Pick(FunnelQuestion, ['steps', 'window', 'order', 'exclude']),
    days: Type.Integer({ minimum: 1, maximum: 366 }),
    step: Type.Integer({ minimum: 1, maximum: 20 }),
    who: Type.Enum(['reached', 'lost'])
  },
  { additionalProperties: false }
)
export type FunnelPosition = Static<typeof FunnelPosition>

/**
 * What makes somebody one of them: all of `filters` hold. A condition on a trait is about the person; one on a field or property is about
 * any event of theirs within `withinDays` (or ever), and one that says no (is not, does not contain) is that no event of theirs is so; `did`
 * counts. Bots, and visitors that have done nothing, are in no segment.
 */
export const SegmentRule = Type.Object(
  {
    filters: Filters,
    withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_660 })),
    position: Type.Optional(FunnelPosition)
  },
  { additionalProperties: false }
)
export type SegmentRule = Static<typeof SegmentRule>

/** What names a segment, and would not work without it. */
export const SegmentUse = Type.Object({
  kind: Type.Enum(['segment', 'report', 'message', 'destination']),
  id: Type.String(),
  name: Type.String(),
  /** Of a message: whose. */
  agentId: Type.Optional(AgentId)
})
export type SegmentUse = Static<typeof SegmentUse>

export const Segment = Type.Object({
  id: SegmentId,
  name: Type.String(),
  rule: SegmentRule,
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String()),
  usedBy: Type.Optional(Type.Array(SegmentUse))
})
export type Segment = Static<typeof Segment>
export const SegmentCreate = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  rule: SegmentRule
})
export type SegmentCreate = Static<typeof SegmentCreate>
export const SegmentChange = Type.Partial(SegmentCreate)
export type SegmentChange = Static<typeof SegmentChange>
/** A rule as it is being edited; `id` is of the segment it will be, so that it is not made of itself. */
export const SegmentCountRequest = Type.Object({ rule: SegmentRule, id: Type.Optional(SegmentId) })
export type SegmentCountRequest = Static<typeof SegmentCountRequest>
/** How many people it is now, and of how many; `first` are a few of them, for whoever may read people. */
export const SegmentCount = Type.Object({
  people: Type.Integer(),
  of: Type.Integer(),
  asOf: Instant,
  first: Type.Optional(Type.Array(PersonSummary))
})
export type SegmentCount = Static<typeof SegmentCount>
export const SegmentPeopleQuery = Type.Object(PageQuery)
