import type { LiveFrame } from '../wire.ts'

type Frame = Extract<LiveFrame, { type: 'answering' }>
/** An answer while it is written. It has no text while the beginning of it is not known here. */
export type Answering = { conversationId: string; id: string; by: Frame['by']; at: string; text: string }

export const goOn = (known: Answering | null, frame: Frame, at: string): Answering | null => {
  if (frame.isEnded) return null
  const before = known?.id === frame.answerId ? known : undefined
  const text = before?.text ?? ''
  return {
    conversationId: frame.conversationId,
    id: frame.answerId,
    by: frame.by,
    at: before?.at ?? at,
    // A page that came in the middle waits for the whole.
    text: frame.from > text.length ? '' : text.slice(0, frame.from) + frame.text
  }
}
