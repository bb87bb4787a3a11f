import type { AnswerDetail, HandOverReason, Message } from '@foyer/protocol'

/** `fault`: what went wrong, in a sentence for the team. */
export type HowAnswered = AnswerDetail & { fault?: string }

/** How an answer came about, where the message is a responder's; an older or another shape is no answer's. */
export function answerDetailOf({ author, detail }: Pick<Message, 'author' | 'detail'>): HowAnswered | undefined {
  const told = detail as Partial<HowAnswered> | undefined
  return author.kind === 'responder' && Array.isArray(told?.passages) && typeof told.confidence === 'number'
    ? (told as HowAnswered)
    : undefined
}

/** "82%": how well the best passage fits what was asked. */
export const confidenceText = (confidence: number) => `${Math.round(Math.min(1, Math.max(0, confidence)) * 100)}%`

/** "4 ms", "820 ms", "1.4 s". */
export const tookText = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`)

/** Why a person was called, as the end of "A person was called: …". */
export const handOverWords: Record<HandOverReason, string> = {
  asked: 'the visitor asked for one',
  unsure: 'nothing fitted well enough',
  rule: 'a rule of yours says so',
  failed: 'the answer failed',
  taken: 'a colleague took over'
}
