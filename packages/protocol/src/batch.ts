import { type Static, Type } from 'typebox'
import { RejectCode } from './errors.ts'
import { type Event, limits } from './events.ts'
import { IdentifyInPassing } from './identify.ts'
import { AgentId } from './ids.ts'

/** Checked before the events themselves, so that one bad event never costs the good ones beside it. */
export const EventBatch = Type.Object({
  agentId: AgentId,
  sentAt: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Number()])),
  /** The visitor token, where a beacon can carry no header. */
  token: Type.Optional(Type.String({ maxLength: 2048 })),
  /** Counted events the page had to drop (queue full, runaway page), so that the loss ledger knows of them. */
  dropped: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
  /** To `/api/visitors/identify/events`, from a page that is left before it was told who its visitor is: identified and stored in one. */
  identify: Type.Optional(IdentifyInPassing),
  /** Ids that a page sent while it was being left, when nobody heard the answer. Those that are not stored are named in the answer. */
  unsure: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: limits.eventsPerBatch })),
  /** May be empty beside `unsure` only. */
  events: Type.Array(Type.Unknown(), { maxItems: limits.eventsPerBatch })
})
export type EventBatch = Omit<Static<typeof EventBatch>, 'events'> & { events: Event[] }

export const EventBatchAnswer = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Array(Type.Object({ index: Type.Integer(), code: RejectCode, message: Type.String() })),
  /** Of the ids in `unsure`, those that are not stored: to be sent again. */
  missing: Type.Optional(Type.Array(Type.String()))
})
export type EventBatchAnswer = Static<typeof EventBatchAnswer>
