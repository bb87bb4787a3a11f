import type { ConversationStatus } from '@foyer/protocol'
import { conversationStatuses } from '@foyer/protocol/plain'

/** The address of the inbox: the queue, every filter, the order, the words searched. Values are text, as addresses are. */
export type InboxSearch = {
  status?: ConversationStatus | 'any'
  assignee?: string
  source?: string
  label?: string
  channel?: string
  country?: string
  unread?: 'yes'
  /** Who answers: people, or the agent that answers by itself. */
  answered?: 'team' | 'agent'
  mentioned?: 'yes'
  search?: string
  sort?: 'newest' | 'oldest'
  /** On a narrow screen one pane is shown; this one instead of the messages. */
  show?: 'visitor'
}

const statuses = [...conversationStatuses, 'any'] as const
const sorts = ['newest', 'oldest'] as const

/** An address may be typed or years old: what means nothing is left out instead of failing. */
export function readInboxSearch(raw: Record<string, unknown>): InboxSearch {
  const { status, ...rest } = fieldsOf(raw)
  // What holds anyway is not said: one list has one address.
  return present({ ...rest, status: status === statusOf(rest) ? undefined : status })
}

function fieldsOf(raw: Record<string, unknown>): InboxSearch {
  return present({
    status: oneOf(statuses, raw.status),
    assignee: /^(me|none|mem_[0-9a-f]{32})$/.test(String(raw.assignee)) ? String(raw.assignee) : undefined,
    source: word(raw.source, 50),
    label: word(raw.label, 50),
    channel: /^agt_[0-9a-f]{32}$/.test(String(raw.channel)) ? String(raw.channel) : undefined,
    country: /^[A-Z]{2}$/.test(String(raw.country)) ? String(raw.country) : undefined,
    unread: raw.unread === 'yes' ? 'yes' : undefined,
    answered: oneOf(['team', 'agent'], raw.answered),
    mentioned: raw.mentioned === 'yes' ? 'yes' : undefined,
    search: word(raw.search, 200),
    sort: oneOf(sorts, raw.sort),
    show: raw.show === 'visitor' ? 'visitor' : undefined
  })
}

/** Words and mentions are looked for everywhere; a list of work to do is of open conversations. */
export const statusOf = (search: InboxSearch): ConversationStatus | 'any' =>
  search.status ?? (search.search !== undefined || search.mentioned ? 'any' : 'open')

const word = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

export const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
