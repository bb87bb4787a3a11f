import type { Message } from '@foyer/protocol'
import { listed } from '../pages/person/event-sentence.ts'
import { exactTime } from '../time/relative.ts'
import { plainText } from '../words/people.ts'

/** What the team or Foyer did to the conversation, as one sentence in its place between the messages. */
export function activityText(message: Message, timezone: string): string {
  const who = message.author.name === undefined ? undefined : plainText(message.author.name)
  const told = sentences[message.text]
  if (told) return told(who, message.detail ?? {}, timezone)
  // A kind that is newer than this page is told by its name.
  return who === undefined ? capital(message.text) : `${who}: ${message.text}`
}

type Sentence = (who: string | undefined, detail: Record<string, unknown>, timezone: string) => string

/** "Ana resolved it", or "It was resolved" where nobody's hand did it. */
const did =
  (verb: string): Sentence =>
  who =>
    who === undefined ? `It was ${verb}` : `${who} ${verb} it`

const sentences: Record<string, Sentence> = {
  assigned(who, detail) {
    const to = textIn(detail.assignee) ?? 'a colleague'
    if (who === undefined) return `Given to ${to} by turn`
    return who === to ? `${who} took it` : `${who} assigned it to ${to}`
  },
  unassigned: who => (who === undefined ? 'It is nobody’s now' : `${who} gave it back to nobody`),
  opened: did('opened again'),
  reopened: () => 'Opened again by the visitor’s message',
  resolved: did('resolved'),
  snoozed(who, detail, timezone) {
    const until = textIn(detail.until)
    const end = until === undefined ? '' : ` until ${exactTime(until, timezone).replace(/:\d\d (?=\S+$)/, ' ')}`
    return `${who ?? 'Foyer'} snoozed it${end}`
  },
  woke: () => 'Came back from snooze',
  labelled(who, detail) {
    const labels = Array.isArray(detail.labels) ? detail.labels.filter(label => typeof label === 'string') : []
    if (labels.length === 0) return `${who ?? 'Foyer'} took the labels away`
    return `${who ?? 'Foyer'} labelled it ${listed(labels.map(plainText))}`
  },
  merged: who => `${who ?? 'Foyer'} merged another conversation into this one`,
  rated: (_who, detail) =>
    [`The visitor rated it ${String(detail.score ?? '—')} of 5`, textIn(detail.comment)].filter(Boolean).join(': '),
  'handed over'(who, detail) {
    switch (detail.reason) {
      case 'taken':
        return who === undefined ? 'The team took over from the agent' : `${who} took over from the agent`
      case 'asked':
        return 'The visitor asked for a person'
      case 'unsure':
        return 'The agent called a person: nothing fitted well enough'
      case 'rule':
        return 'The agent called a person, as one of your rules says'
      case 'failed':
        return ['The agent could not answer and called a person', textIn(detail.fault)].filter(Boolean).join(': ')
      default:
        return 'The agent called a person'
    }
  },
  'handed back': who => (who === undefined ? 'Handed back to the agent' : `${who} handed it back to the agent`),
  'email left': (_who, detail) => `The visitor left an e-mail address: ${textIn(detail.email) ?? '—'}`,
  blocked: who => `${who ?? 'Foyer'} blocked this person`,
  unblocked: who => `${who ?? 'Foyer'} unblocked this person`
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? plainText(value) : undefined

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
