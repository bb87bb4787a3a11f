import type { ConversationCounts } from '@foyer/protocol'
import { type InboxSearch, present } from './inbox-search.ts'

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
