import { type Static, Type } from 'typebox'
import { Filters, SegmentId } from './analytics.ts'
import { Instant } from './ids.ts'
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
 * any event of theirs within `withinDays` (or ever); `did` counts.
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

export const Segment = Type.Object({
  id: SegmentId,
  name: Type.String(),
  rule: SegmentRule,
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String())
})
export type Segment = Static<typeof Segment>
export const SegmentCreate = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  rule: SegmentRule
})
export type SegmentCreate = Static<typeof SegmentCreate>
export const SegmentChange = Type.Partial(SegmentCreate)
/** How many people it is now, and of how many. */
export const SegmentCount = Type.Object({ people: Type.Integer(), of: Type.Integer(), asOf: Instant })
export type SegmentCount = Static<typeof SegmentCount>
