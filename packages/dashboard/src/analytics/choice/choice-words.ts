import type { EventChoice, FunnelStep } from '@foyer/protocol'
import { plainText } from '../../words/people.ts'

/** Any event of a type. */
export const typeWords: Record<string, string> = {
  page: 'Any page',
  track: 'Any custom event',
  click: 'Any click',
  scroll: 'Any scrolling',
  exit: 'Leaving any page',
  identify: 'Being identified',
  screen: 'Any screen',
  group: 'Joining any group',
  conversation: 'Anything in a conversation'
}

/** What the server calls each turn of a conversation, as what a person did. */
export const turnWords: Record<string, string> = {
  started: 'Conversation started',
  'message in': 'Wrote a message',
  'message out': 'Was written to',
  'first reply': 'First reply',
  answered: 'Answered by the agent',
  'handed over': 'Handed over to a person',
  resolved: 'Conversation resolved',
  reopened: 'Conversation opened again',
  rated: 'Conversation rated',
  'message shown': 'Proactive message shown',
  'message dismissed': 'Proactive message closed',
  'message answered': 'Proactive message answered'
}

/** "/pricing", "Order Completed", "Conversation started", "Any page", with how many conditions. */
export function choiceWords({ event, name, where = [], label }: EventChoice): string {
  if (label !== undefined) return plainText(label)
  const words =
    name !== undefined && event === 'page'
      ? plainText(name)
      : name !== undefined && event === 'conversation'
        ? (turnWords[name] ?? plainText(name))
        : name !== undefined
          ? `${typeWords[event] ?? event}: ${plainText(name)}`
          : (typeWords[event] ?? turnWords[event] ?? plainText(event))
  return where.length === 0 ? words : `${words} (${where.length === 1 ? '1 condition' : `${where.length} conditions`})`
}

export function stepWords({ anyOf = [], ...step }: FunnelStep): string {
  return step.label === undefined ? [step, ...anyOf].map(choiceWords).join(' or ') : plainText(step.label)
}
