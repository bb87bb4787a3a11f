import type { Event } from '@foyer/protocol'

/** What becomes known of a person: proven where they signed in, merely said where a guest typed it into a form. */
export type Identity = { userId?: string; traits: Record<string, string> }

export type Visit = {
  /** `ses_` and 32 hex digits. */
  sessionId: string
  ip: string
  events: Event[]
}

/** All that one browser did, ready to be sent. A person with two devices is two of these with one user id. */
export type History = {
  localId: string
  isBot: boolean
  userAgent: string
  ip: string
  locale: string
  timezone: string
  screen: { width: number; height: number }
  identity?: Identity
  /** Oldest first; never empty. */
  visits: Visit[]
}
