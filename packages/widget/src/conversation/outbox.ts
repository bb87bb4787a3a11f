import type { Message } from '../wire.ts'

export type OutgoingFile = { key: string; name: string; type: string; bytes: number; attachmentId?: string }

/**
 * What the visitor has written and the server has not yet confirmed, in the order it was written. `clientId` goes with every
 * try, so a message whose confirmation was lost is not said twice.
 */
export type Outgoing = {
  clientId: string
  /** Null: it begins a conversation. */
  conversationId: string | null
  /** Begin another beside the one that is open. */
  another?: boolean
  /** The message shown by itself that it answers. */
  proactive?: string
  text: string
  files: readonly OutgoingFile[]
  at: number
  tries: number
  /** `refused` waits for the visitor; the others go by themselves. */
  state: 'waiting' | 'sending' | 'refused'
  why?: string
}
export type Outbox = readonly Outgoing[]
export const noOutbox: Outbox = []

const change = (outbox: Outbox, clientId: string, to: Partial<Outgoing>): Outbox =>
  outbox.map(item => (item.clientId === clientId ? { ...item, ...to } : item))

export const put = (outbox: Outbox, item: Outgoing): Outbox =>
  outbox.some(other => other.clientId === item.clientId)
    ? outbox
    : [...outbox, item].sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1))

export const take = (outbox: Outbox, clientId: string): Outbox => outbox.filter(item => item.clientId !== clientId)

/** One at a time, so that they arrive in the order they were written; what was refused holds nobody up. */
export const nextToSend = (outbox: Outbox): Outgoing | undefined => {
  const first = outbox.find(item => item.state !== 'refused')
  return first?.state === 'waiting' ? first : undefined
}

export const sending = (outbox: Outbox, clientId: string): Outbox => change(outbox, clientId, { state: 'sending' })

export const failed = (outbox: Outbox, clientId: string): Outbox =>
  outbox.map(item => (item.clientId === clientId ? { ...item, state: 'waiting', tries: item.tries + 1 } : item))

export const refused = (outbox: Outbox, clientId: string, why: string): Outbox =>
  change(outbox, clientId, { state: 'refused', why })

export const retried = (outbox: Outbox, clientId: string): Outbox =>
  change(outbox, clientId, { state: 'waiting', tries: 0 })

export const uploaded = (outbox: Outbox, clientId: string, key: string, attachmentId: string): Outbox =>
  outbox.map(item =>
    item.clientId === clientId
      ? { ...item, files: item.files.map(file => (file.key === key ? { ...file, attachmentId } : file)) }
      : item
  )

/** The conversation the others were written into has begun. */
export const begun = (outbox: Outbox, conversationId: string): Outbox =>
  outbox.map(item => (item.conversationId ? item : { ...item, conversationId }))

/** Confirmed by whatever way: the answer to the request, another tab's socket, the history. */
export const confirm = (outbox: Outbox, messages: readonly Message[]): Outbox => {
  const said = new Set(messages.flatMap(message => (message.author.kind === 'visitor' ? [message.clientId] : [])))
  const rest = outbox.filter(item => !said.has(item.clientId))
  return rest.length === outbox.length ? outbox : rest
}
