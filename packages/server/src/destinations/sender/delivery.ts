import type { Attempt } from '@foyer/protocol'
import type { OutgoingEvent } from '../kind.ts'
import type { State } from './states.ts'

/** A delivery in the hands of a sender. Ids are UUIDs. */
export type Work = {
  id: string
  destinationId: string
  lane: string
  origin: 'live' | 'replay' | 'resend' | 'test'
  visitor: string
  event: OutgoingEvent
  state: State
  /** That count towards giving up. */
  tries: number
  /** Of what the mapping makes of it, so many have arrived. */
  parts: number
  /** All there were. */
  attempts: number
  log: Attempt[]
  createdAt: Date
  expiresAt: Date
}

/** A lane that this process has claimed. */
export type Lane = {
  destinationId: string
  lane: string
  claim: number
  /** As it was before its deliveries were read: another number later says that more have come. */
  queued: number
  memory: Readonly<Record<string, string | number>>
  deliveries: Work[]
}
