import type { Attachment, Conversation, Message } from '@foyer/protocol'
import { calendarDaysBetween } from '../time/relative.ts'

/** Each place once, in order. What is told later about a place holds. */
export function mergeMessages(...lists: (readonly Message[])[]): Message[] {
  const bySeq = new Map<number, Message>()
  for (const list of lists) for (const message of list) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq)
}

/**
 * The last place up to which nothing is missing, counted from the first known one. The team is sent every place, so a
 * number left out is a message that was missed.
 */
export function knownUpTo(messages: readonly Message[]): number {
  let last = messages[0]?.seq ?? 0
  for (const { seq } of messages) {
    if (seq > last + 1) return last
    last = seq
  }
  return last
}

export const hasGap = (messages: readonly Message[]): boolean =>
  messages.length > 0 && knownUpTo(messages) !== messages.at(-1)?.seq

/** What was written here and is not stored yet. */
export type Outgoing = {
  clientId: string
  kind: 'message' | 'note'
  text: string
  at: string
  attachments: Attachment[]
  mentions: string[]
  state: 'sending' | 'failed'
  fault?: string
}

export type OutgoingStep =
  | { step: 'send'; message: Omit<Outgoing, 'state' | 'fault'> }
  | { step: 'fail'; clientId: string; fault: string }
  | { step: 'again'; clientId: string }
  | { step: 'drop'; clientId: string }

export function stepOutgoing(waiting: readonly Outgoing[], step: OutgoingStep): Outgoing[] {
  switch (step.step) {
    case 'send':
      return [...waiting.filter(item => item.clientId !== step.message.clientId), { ...step.message, state: 'sending' }]
    case 'fail':
      return waiting.map(item =>
        item.clientId === step.clientId ? { ...item, state: 'failed', fault: step.fault } : item
      )
    case 'again':
      return waiting.map(({ fault, ...item }) =>
        item.clientId === step.clientId
          ? { ...item, state: 'sending' }
          : fault === undefined
            ? item
            : { ...item, fault }
      )
    case 'drop':
      return waiting.filter(item => item.clientId !== step.clientId)
  }
}

/** Those that are not among the stored ones: the answer to a send and the live connection both bring it, in either order. */
export function unstored(waiting: readonly Outgoing[], messages: readonly Message[]): Outgoing[] {
  if (waiting.length === 0) return []
  const stored = new Set(messages.flatMap(({ clientId }) => (clientId === undefined ? [] : [clientId])))
  return waiting.filter(({ clientId }) => !stored.has(clientId))
}

export type ThreadRow =
  | { row: 'day'; key: string; at: string }
  | { row: 'new'; key: string }
  | { row: 'activity'; key: string; message: Message }
  | { row: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean }

const togetherMs = 5 * 60_000

/** Messages by day; those one author wrote within minutes stand together under one name. `readUpTo` is where "new" begins. */
export function rowsOf(messages: readonly Message[], timezone: string, readUpTo: number | undefined): ThreadRow[] {
  const rows: ThreadRow[] = []
  const firstNew =
    readUpTo === undefined
      ? undefined
      : messages.find(({ seq, kind, author }) => seq > readUpTo && kind === 'message' && author.kind === 'visitor')
  messages.forEach((message, index) => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    if (!before || isOtherDay(before.at, message.at, timezone))
      rows.push({ row: 'day', key: `day ${message.seq}`, at: message.at })
    if (message === firstNew) rows.push({ row: 'new', key: 'new' })
    if (message.kind === 'activity') {
      rows.push({ row: 'activity', key: message.id, message })
      return
    }
    const isFirst = !before || message === firstNew || !areTogether(before, message, timezone)
    const isLast = !after || after === firstNew || !areTogether(message, after, timezone)
    rows.push({ row: 'message', key: message.clientId ?? message.id, message, isFirst, isLast })
  })
  return rows
}

const isOtherDay = (earlier: string, later: string, timezone: string) =>
  calendarDaysBetween(Date.parse(earlier), Date.parse(later), timezone) !== 0

function areTogether(earlier: Message, later: Message, timezone: string): boolean {
  return (
    earlier.kind === later.kind &&
    earlier.author.kind === later.author.kind &&
    earlier.author.id === later.author.id &&
    Date.parse(later.at) - Date.parse(earlier.at) < togetherMs &&
    !isOtherDay(earlier.at, later.at, timezone)
  )
}

export type DeliveryMark = 'sent' | 'delivered' | 'read'

/** How far the visitor has come with a message of the team's. */
export function markOf(message: Message, marks: Conversation['marks']): DeliveryMark | undefined {
  if (message.kind !== 'message' || message.author.kind === 'visitor') return undefined
  if (marks.visitor.read >= message.seq) return 'read'
  return marks.visitor.delivered >= message.seq ? 'delivered' : 'sent'
}

/** The mark is shown once, under the last thing the team said. */
export const lastOfTeam = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(message => message.kind === 'message' && message.author.kind !== 'visitor')

/** How many of these a reader further up has not seen come in. */
export const newSince = (messages: readonly Message[], seen: number): number =>
  messages.filter(message => message.seq > seen && message.kind !== 'activity').length
