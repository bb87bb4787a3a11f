import { type Static, Type } from 'typebox'

/** What Segment's own limits are; its libraries cut their batches by them. */
export const segmentLimits = { callBytes: 32 * 1024, bodyBytes: 500 * 1024, calls: 2_500 } as const

export const segmentCalls = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type SegmentCallType = (typeof segmentCalls)[number]

/** Many a site sends its database's number as it is. */
const Id = Type.Union([Type.String(), Type.Number(), Type.Null()])
const Things = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])
const Text = Type.Union([Type.String(), Type.Null()])

/** One call of Segment's HTTP tracking API, as loosely as it is taken there. */
export const SegmentCall = Type.Object({
  type: Type.Optional(Type.Enum([...segmentCalls])),
  messageId: Type.Optional(Text),
  anonymousId: Type.Optional(Id),
  userId: Type.Optional(Id),
  previousId: Type.Optional(Id),
  groupId: Type.Optional(Id),
  event: Type.Optional(Text),
  name: Type.Optional(Text),
  category: Type.Optional(Text),
  properties: Type.Optional(Things),
  traits: Type.Optional(Things),
  context: Type.Optional(Things),
  integrations: Type.Optional(Things),
  timestamp: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
  originalTimestamp: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
})
export type SegmentCall = Static<typeof SegmentCall>

/** A body of one call, or of a batch whose `context` and `integrations` are each call's. */
export const SegmentBody = Type.Object({
  batch: Type.Optional(Type.Array(Type.Unknown())),
  writeKey: Type.Optional(Type.String({ maxLength: 200 })),
  sentAt: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
  context: Type.Optional(Things),
  integrations: Type.Optional(Things)
})
export type SegmentBody = Static<typeof SegmentBody>

/** `rejected` only where something was. */
export const SegmentAnswer = Type.Object({
  success: Type.Literal(true),
  rejected: Type.Optional(
    Type.Array(Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String() }))
  )
})
export type SegmentAnswer = Static<typeof SegmentAnswer>
