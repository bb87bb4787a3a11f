import type { Conversation, Message } from '@foyer/protocol'
import { standingOf } from '../../conversation/answered-by.ts'
import { nameOf, plainText } from '../../words/people.ts'

export type Notice = { id: string; title: string; body: string }

/**
 * What is worth interrupting somebody for: a visitor wrote in a conversation that is theirs or nobody's, or the agent that
 * answers by itself calls a person to one, and they are not looking at it. `before` is the conversation as it was known until now.
 */
export function noticeOf(
  before: Conversation | undefined,
  now: Conversation,
  { me, isLooking }: { me: string; isLooking: boolean }
): Notice | undefined {
  if (isLooking || now.unread === 0) return undefined
  if (now.assignee !== undefined && now.assignee.id !== me) return undefined
  if (now.source === 'playground') return undefined
  if (now.snippetBy === 'responder' && standingOf(now) === 'person' && before?.answeredBy !== 'team')
    return { id: now.id, title: whoOf(now), body: 'Waits for a person: the agent called one' }
  if (now.snippetBy !== 'visitor' || (before && before.unread >= now.unread)) return undefined
  return { id: now.id, title: whoOf(now), body: plainText(now.snippet ?? 'Sent an attachment') }
}

/** A note that names them is worth it whoever's conversation it is. */
export function mentionNotice(
  message: Message,
  { me, isLooking }: { me: string; isLooking: boolean }
): Notice | undefined {
  if (isLooking || message.author.id === me || !message.mentions?.includes(me)) return undefined
  const who = message.author.name === undefined ? 'A colleague' : plainText(message.author.name)
  return { id: message.conversationId, title: `${who} mentioned you`, body: plainText(message.text).slice(0, 200) }
}

export const whoOf = (conversation: Pick<Conversation, 'visitor'>): string =>
  conversation.visitor ? nameOf(conversation.visitor) : 'Playground'
