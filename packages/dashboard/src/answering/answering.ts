import type { LiveFrame, Message } from '@foyer/protocol'

type Frame = Extract<LiveFrame, { type: 'answering' }>

/** An answer while it is written. It has no text while the beginning of it is not known here. */
export type Answering = { id: string; by: Frame['by']; at: string; text: string }

export function goOn(known: Answering | null, frame: Frame, at: string): Answering | null {
  if (frame.isEnded) return null
  const before = known?.id === frame.answerId ? known : undefined
  const text = before?.text ?? ''
  return {
    id: frame.answerId,
    by: frame.by,
    at: before?.at ?? at,
    // Whoever came in the middle waits for the whole.
    text: frame.from > text.length ? '' : text.slice(0, frame.from) + frame.text
  }
}

/** Whoever stops without a word is not waited for longer. */
export const answeringLastsMs = 30_000

export const isSaid = (messages: readonly Pick<Message, 'clientId'>[], answerId: string): boolean =>
  messages.some(({ clientId }) => clientId === answerId)

/** Where the message will stand that ends it, so that it keeps its place on the page. */
export const asMessage = (answering: Answering, conversationId: string, seq: number): Message => ({
  id: answering.id,
  clientId: answering.id,
  conversationId,
  seq,
  kind: 'message',
  author: answering.by,
  text: answering.text,
  at: answering.at
})
