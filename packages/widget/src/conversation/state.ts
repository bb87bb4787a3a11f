import type { Message, OwnConversation } from '../wire.ts'
import { noOutbox, type Outbox } from './outbox.ts'
import { noThread, type Thread, told, unreadOf } from './thread.ts'

export type ChatState = {
  conversations: readonly OwnConversation[]
  thread: Thread
  /** What is written next begins another conversation. */
  isAnother: boolean
  outbox: Outbox
  typing: { name?: string | undefined; isMachine: boolean } | null
  /** An answer that is being written. */
  answering: Message | null
  /** Whether anybody of the team is there; null while nobody has said. */
  isTeamHere: boolean | null
  line: 'resting' | 'connecting' | 'open' | 'waiting'
  history: 'none' | 'loading' | 'ready' | 'failed'
  /** The server will not have this site, or this visitor. */
  isTurnedAway: boolean
}

export const noChat: ChatState = {
  conversations: [],
  thread: noThread,
  isAnother: false,
  outbox: noOutbox,
  typing: null,
  answering: null,
  isTeamHere: null,
  line: 'resting',
  history: 'none',
  isTurnedAway: false
}

const newestFirst = (a: OwnConversation, b: OwnConversation) => (a.lastAt < b.lastAt ? 1 : -1)

/** A conversation as it is now: in the list, and where it is the one on screen, there too. */
export const heardOf = (state: ChatState, facts: OwnConversation): ChatState => {
  const known = state.conversations.find(({ id }) => id === facts.id)
  if (known && known.lastSeq > facts.lastSeq) return state
  return {
    ...state,
    conversations: [facts, ...state.conversations.filter(({ id }) => id !== facts.id)].sort(newestFirst),
    thread: state.thread.id === facts.id ? told(state.thread, facts) : state.thread
  }
}

/** The whole list, which is how a page learns that one of them is gone or was merged into another. */
export const listed = (state: ChatState, items: readonly OwnConversation[]): ChatState => {
  const own = items.find(({ id }) => id === state.thread.id)
  return {
    ...state,
    conversations: [...items].sort(newestFirst),
    thread: own ? told(state.thread, own) : state.thread
  }
}

const freshMs = 3 * 24 * 60 * 60 * 1000

/** Which conversation a page begins with: the one its browser was in, an open one, or one that was closed just now. */
export const chooseFrom = (
  items: readonly OwnConversation[],
  last: string | undefined,
  now: number
): OwnConversation | undefined =>
  items.find(({ id, status }) => id === last && status === 'open') ??
  items.find(({ status }) => status === 'open') ??
  items.find(({ lastAt, rating }) => !rating && now - Date.parse(lastAt) < freshMs)

/** All that the visitor has not read. */
export const unreadIn = ({ conversations, thread }: ChatState): number =>
  conversations.filter(({ id }) => id !== thread.id).reduce((sum, { unread }) => sum + unread, unreadOf(thread))
