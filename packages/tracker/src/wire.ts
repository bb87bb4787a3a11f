import type { Event, EventBatch, IdentifyAnswer, IdentifyRequest } from '@foyer/protocol'
import type { TrackedEvent } from './types.ts'

// The published types stand alone, since @foyer/protocol is not published. This holds the two together: a tracked event
// that the intake would not take stops the build here.
type Sendable<T extends Event> = T
export type WireEvent = Sendable<TrackedEvent>
export type WireBatch = EventBatch
export type WireIdentify = IdentifyRequest
export type WireIdentified = IdentifyAnswer

/** Equal to `limits` in @foyer/protocol, which would bring its schemas along; a test holds them equal. */
export const wireLimits = { urlChars: 2048, titleChars: 512, nameChars: 200, keepaliveBytes: 60 * 1024 }
