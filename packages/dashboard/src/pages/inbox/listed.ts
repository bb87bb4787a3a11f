import type { Conversation, ConversationsQuery } from '@foyer/protocol'
import { type InboxSearch, present, statusOf } from './inbox-search.ts'

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
