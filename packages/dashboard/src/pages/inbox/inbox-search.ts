import type { Conversation, ConversationCounts, ConversationStatus, ConversationsQuery } from '@foyer/protocol'
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

/** Of open conversations, those who wait come first and the longest wait on top; elsewhere the newest is what one looks for. */
export const putsWaitingFirst = (search: InboxSearch): boolean =>
  search.sort === undefined && statusOf(search) === 'open' && search.search === undefined

export function conversationsQueryOf(search: InboxSearch): ConversationsQuery {
  const status = statusOf(search)
  return present({
    status: status === 'any' ? undefined : status,
    assignee: search.assignee,
    source: search.source,
    label: search.label,
    channel: search.channel,
    country: search.country,
    unread: search.unread === 'yes' ? true : undefined,
    mentioned: search.mentioned === 'yes' ? true : undefined,
    answeredBy: search.answered === 'agent' ? 'responder' : search.answered,
    search: search.search,
    sort: search.sort ?? 'newest'
  })
}

/** Whether a conversation that just changed belongs in the list; `unknown` where only the server can say. */
export function belongs(search: InboxSearch, conversation: Conversation, me: string): 'yes' | 'no' | 'unknown' {
  const status = statusOf(search)
  const { assignee } = search
  const fits =
    conversation.mergedInto === undefined &&
    (status === 'any' || conversation.status === status) &&
    (assignee === undefined ||
      (assignee === 'none'
        ? conversation.assignee === undefined
        : conversation.assignee?.id === (assignee === 'me' ? me : assignee))) &&
    (search.source === undefined ? conversation.source !== 'playground' : conversation.source === search.source) &&
    (search.label === undefined || conversation.labels.includes(search.label)) &&
    (search.channel === undefined || conversation.agentId === search.channel) &&
    (search.country === undefined || conversation.country === search.country) &&
    (search.unread === undefined || conversation.unread > 0) &&
    (search.answered === undefined || (search.answered === 'agent') === (conversation.answeredBy === 'responder'))
  if (!fits) return 'no'
  return search.search !== undefined || search.mentioned !== undefined ? 'unknown' : 'yes'
}

export type Queue = {
  id: string
  label: string
  search: InboxSearch
  /** Which of the counted numbers stands beside it. */
  count?: Exclude<keyof ConversationCounts, 'hasResponder'>
  empty: { title: string; text: string }
}

/** The lists one works through. */
export const queues: Queue[] = [
  {
    id: 'all',
    label: 'All open',
    search: {},
    count: 'open',
    empty: {
      title: 'Nobody is waiting',
      text: 'When somebody writes in the chat on your site, their conversation appears here, the longest wait on top.'
    }
  },
  {
    id: 'mine',
    label: 'Mine',
    search: { assignee: 'me' },
    count: 'mine',
    empty: {
      title: 'Nothing is yours right now',
      text: 'Take one from Unassigned with the a key, or set yourself available to be given conversations by turn.'
    }
  },
  {
    id: 'unassigned',
    label: 'Unassigned',
    search: { assignee: 'none' },
    count: 'unassigned',
    empty: { title: 'Everything has somebody', text: 'New conversations that nobody has taken appear here.' }
  },
  {
    id: 'needs us',
    label: 'Needs us',
    search: { answered: 'team' },
    count: 'forTeam',
    empty: {
      title: 'Nobody needs a person',
      text: 'The agent answers. A conversation comes here when it calls a person, or when a visitor asks for one.'
    }
  },
  {
    id: 'agent',
    label: 'Agent',
    search: { answered: 'agent' },
    count: 'withResponder',
    empty: {
      title: 'The agent answers nobody right now',
      text: 'Conversations that are open and answered by the agent appear here. Press h on one to take it over.'
    }
  },
  {
    id: 'unread',
    label: 'Unread',
    search: { unread: 'yes', status: 'any' },
    count: 'unread',
    empty: { title: 'Everything is read', text: 'Conversations with messages nobody of the team has seen appear here.' }
  },
  {
    id: 'mentions',
    label: 'Mentions',
    search: { mentioned: 'yes' },
    empty: {
      title: 'Nobody has mentioned you',
      text: 'A colleague who writes @ and your name in a note brings the conversation here.'
    }
  },
  {
    id: 'snoozed',
    label: 'Snoozed',
    search: { status: 'snoozed' },
    count: 'snoozed',
    empty: {
      title: 'Nothing is snoozed',
      text: 'Press s on a conversation to put it aside until a time you choose. A new message brings it back earlier.'
    }
  },
  {
    id: 'resolved',
    label: 'Resolved',
    search: { status: 'resolved' },
    empty: {
      title: 'Nothing is resolved yet',
      text: 'Press e on a conversation that is done. If the visitor writes again, it opens by itself.'
    }
  }
]

/** Three are always in sight: where an agent answers first, what it leaves for people is more than who has taken what. */
export function inSight(hasResponder: boolean): { near: Queue[]; further: Queue[] } {
  const ids = hasResponder ? ['all', 'needs us', 'mine'] : ['all', 'mine', 'unassigned']
  const hidden = hasResponder ? [] : ['needs us', 'agent']
  return {
    near: queues
      .filter(({ id }) => ids.includes(id))
      .sort((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id)),
    further: queues.filter(({ id }) => !ids.includes(id) && !hidden.includes(id))
  }
}

const queueKeys = ['status', 'assignee', 'unread', 'mentioned', 'answered'] as const

/** The queue an address shows, if its queue part is exactly one of them. */
export const queueOf = (search: InboxSearch): Queue | undefined =>
  queues.find(queue => queueKeys.every(key => queue.search[key] === search[key]))

/** Another queue, with the other filters left as they are: they answer "of these, which". */
export function inQueue(search: InboxSearch, queue: Queue): InboxSearch {
  return present({
    ...search,
    status: undefined,
    assignee: undefined,
    unread: undefined,
    mentioned: undefined,
    answered: undefined,
    show: undefined,
    ...queue.search
  })
}

/** How many filters hold beside the queue, not counting search and order. */
export const filterCount = (search: InboxSearch): number => {
  const beside = [search.source, search.label, search.channel, search.country].filter(value => value !== undefined)
  const inQueueKeys = queueOf(search) ? 0 : queueKeys.filter(key => search[key] !== undefined).length
  return beside.length + inQueueKeys
}

export const withoutFilters = ({ sort, search, ...rest }: InboxSearch): InboxSearch =>
  present({ ...(queueOf(rest)?.search ?? {}), sort, search })

const word = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
