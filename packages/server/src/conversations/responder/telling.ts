import { toPublic } from '../../http/index.ts'
import type { ConversationsContext } from '../context.ts'

/** Ten times a second reads as it is written; a notice holds 8000 bytes, and a letter may take six. */
const everyMs = 100
const mostChars = 1_200

export type AnswerOf = { conversation: string; workspace: string; answerId: string; name: string }

/** Tells an answer as it grows to every process. What is lost on the way is in the message that ends it. */
export function tellAnswer(context: Pick<ConversationsContext, 'log' | 'tell'>, of: AnswerOf) {
  let wanted = ''
  let told = 0
  let timer: NodeJS.Timeout | null = null
  let line: Promise<unknown> = Promise.resolve()
  let isOver = false

  function send(from: number, text: string, isEnded = false): void {
    const answerId = toPublic('ans', of.answerId)
    line = line
      .then(() => context.tell({ kind: 'answering', ...of, answerId, from, text, isEnded }))
      .catch(fault => context.log.warn({ err: fault }, 'a part of an answer was not told; the whole will be'))
  }

  function flush(): void {
    timer = null
    while (!isOver && told < wanted.length) {
      let end = Math.min(told + mostChars, wanted.length)
      // A letter of two halves goes as one.
      if (end < wanted.length && /[\uD800-\uDBFF]/.test(wanted[end - 1] ?? '')) end -= 1
      send(told, wanted.slice(told, end))
      told = end
    }
  }

  send(0, '')
  return {
    /** The whole so far. Once it no longer begins as it was told, nothing more is told of it. */
    write(text: string): void {
      if (isOver || !text.startsWith(wanted.slice(0, told))) return
      wanted = text
      timer ??= setTimeout(flush, everyMs)
    },
    /** Everything told so far is on its way. */
    async settled(): Promise<void> {
      if (timer) clearTimeout(timer)
      flush()
      isOver = true
      await line
    },
    /** No message will come of it. */
    async end(): Promise<void> {
      if (timer) clearTimeout(timer)
      isOver = true
      send(told, '', true)
      await line
    }
  }
}
