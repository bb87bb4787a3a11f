import type {
  Event,
  EventBatch,
  EventBatchAnswer,
  IdentifyAnswer,
  IdentifyInPassing,
  IdentifyRequest
} from '@foyer/protocol'
import type { TrackedEvent } from './types.ts'

// The published types stand alone, since @foyer/protocol is not published. This holds the two together: a tracked event
// that the intake would not take stops the build here.
type Sendable<T extends Event> = T
export type WireEvent = Sendable<TrackedEvent>
export type WireBatch = EventBatch
export type WireIdentify = IdentifyRequest
export type WireAnswer = EventBatchAnswer
export type WireTold = IdentifyInPassing
export type WireIdentified = IdentifyAnswer

// As in `limits` of @foyer/protocol, which would bring its schemas along; a test holds them equal.
export const urlChars = 2048
export const titleChars = 512
export const nameChars = 200
export const keepaliveBytes = 60 * 1024
