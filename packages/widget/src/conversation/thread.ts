import type { Message, OwnConversation } from '../wire.ts'

/**
 * One conversation as this page knows it. Messages have their place (`seq`), so a message heard twice is one message.
 *
 * `heardTo` is not the largest place known: what we sent ourselves comes back with its place while an earlier answer may still
 * be on its way. It moves only with what the server sent in order, and is where a lost line is taken up again. Places may be
 * skipped (the team's own notes), so a hole in the numbers says nothing.
 */
export type Thread = {
  id: string | null
  facts: OwnConversation | null
  messages: readonly Message[]
  heardTo: number
  /** Where the page of older messages begins; null when the first message is known. */
  older: string | null
  /** How far the visitor has read, on this page or another. */
  readTo: number
  /** Nothing is written yet but a message that was shown by itself: what is written first answers the one of this id. */
  opening?: string
}

export const noThread: Thread = { id: null, facts: null, messages: [], heardTo: 0, older: null, readTo: 0 }

/** Messages that came by themselves, by whatever way: a place that is known already takes the newer text (an answer being written). */
export const learn = (thread: Thread, items: readonly Message[]): Thread => {
  const own = items.filter(item => item.kind === 'message' && item.seq > 0)
  if (!own.length) return thread
  const bySeq = new Map(thread.messages.map(message => [message.seq, message]))
  for (const item of own) bySeq.set(item.seq, item)
  return { ...thread, messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq) }
}

/** What the server sent in order after `heardTo`: nothing before it is missing. */
export const hear = (thread: Thread, items: readonly Message[]): Thread => {
  const heardTo = items.reduce((last, item) => Math.max(last, item.seq), thread.heardTo)
  const next = learn(thread, items)
  return heardTo === next.heardTo ? next : { ...next, heardTo }
}

/** The newest page of the history, which is where a page begins: everything up to its end is known, or asked for with `older`. */
export const startFrom = (
  thread: Thread,
  newest: { items: readonly Message[]; nextCursor?: string | undefined }
): Thread => ({ ...hear(thread, newest.items), older: newest.nextCursor ?? null })

export const addOlder = (
  thread: Thread,
  page: { items: readonly Message[]; nextCursor?: string | undefined }
): Thread => ({ ...learn(thread, page.items), older: page.nextCursor ?? null })

/** Marks only move forward, whichever way they came; the rest is as last told. */
export const told = (thread: Thread, facts: OwnConversation): Thread => {
  if (thread.facts && facts.lastSeq < thread.facts.lastSeq) return thread
  const before = thread.facts?.marks
  const furthest = (side: 'visitor' | 'team') => ({
    delivered: Math.max(before?.[side].delivered ?? 0, facts.marks[side].delivered),
    read: Math.max(before?.[side].read ?? 0, facts.marks[side].read)
  })
  const marks = { visitor: furthest('visitor'), team: furthest('team') }
  return { ...thread, id: facts.id, facts: { ...facts, marks }, readTo: Math.max(thread.readTo, marks.visitor.read) }
}

export const readUpTo = (thread: Thread, seq: number): Thread =>
  seq > thread.readTo ? { ...thread, readTo: seq } : thread

const isTheirs = (message: Message) => message.author.kind !== 'visitor'

/** Of what is on this page; before any message is known, as the server says. */
export const unreadOf = (thread: Thread): number =>
  thread.messages.length
    ? thread.messages.filter(message => isTheirs(message) && message.seq > thread.readTo).length
    : (thread.facts?.unread ?? 0)

export const lastSeqOf = (thread: Thread): number => thread.messages.at(-1)?.seq ?? 0

/** How far one of the visitor's own messages has come. */
export const receiptOf = (thread: Thread, message: Message): 'sent' | 'delivered' | 'read' => {
  const team = thread.facts?.marks.team
  // Whoever answers has read what came before.
  const isAnswered = thread.messages.some(other => isTheirs(other) && other.seq > message.seq)
  if (isAnswered || (team && team.read >= message.seq)) return 'read'
  return team && team.delivered >= message.seq ? 'delivered' : 'sent'
}
