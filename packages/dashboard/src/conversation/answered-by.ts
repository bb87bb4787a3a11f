import type { Conversation, Message } from '@foyer/protocol'
import { plainText } from '../words/people.ts'

/** What the agent that answers by itself is called here; known once it has said something. */
export function responderName(messages: readonly Message[]): string {
  const name = messages.findLast(({ author }) => author.kind === 'responder')?.author.name
  return name === undefined || name.trim() === '' ? 'the agent' : plainText(name)
}

/** `agent`: nothing is needed of the team. `person`: the agent has called one, and the visitor waits. */
export type Standing = 'agent' | 'person' | 'team' | 'plain'

export function standingOf({ status, answeredBy, waitingSince }: Conversation): Standing {
  if (answeredBy === undefined || status === 'resolved') return 'plain'
  if (answeredBy === 'responder') return 'agent'
  return waitingSince === undefined ? 'team' : 'person'
}
