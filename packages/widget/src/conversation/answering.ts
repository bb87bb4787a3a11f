import type { LiveFrame, Message } from '../wire.ts'

/** An answer while it is written, as the message it will be. It has no text while the beginning of it is not known here. */
export const goOn = (
  known: Message | null,
  frame: Extract<LiveFrame, { type: 'answering' }>,
  now: string
): Message | null => {
  if (frame.isEnded) return null
  const { conversationId, answerId: id, by: author, from } = frame
  const { at, text } = known?.id === id ? known : { at: now, text: '' }
  return {
    id,
    conversationId,
    seq: 0,
    kind: 'message',
    author,
    at,
    // A page that came in the middle waits for the whole.
    text: from > text.length ? '' : text.slice(0, from) + frame.text
  }
}
