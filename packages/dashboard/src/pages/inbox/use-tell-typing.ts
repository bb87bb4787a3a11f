import { useEffect, useEffectEvent, useRef } from 'react'
import { tellTypingEveryMs } from '../../conversation/typing.ts'
import { line } from '../../live/use-line.ts'

/** Tells the others that one writes: at once, then every few seconds while one goes on, and when one stops. */
export function useTellTyping(conversationId: string, note: boolean) {
  const toldAt = useRef(Number.NEGATIVE_INFINITY)
  const say = (isTyping: boolean) => line().say({ type: 'typing', conversationId, isTyping, ...(note ? { note } : {}) })
  const stop = useEffectEvent(() => {
    if (toldAt.current === Number.NEGATIVE_INFINITY) return
    toldAt.current = Number.NEGATIVE_INFINITY
    say(false)
  })
  useEffect(() => () => stop(), [])
  return {
    onText(text: string): void {
      const isWriting = text.trim() !== ''
      const now = performance.now()
      if (!isWriting) {
        if (toldAt.current !== Number.NEGATIVE_INFINITY) say(false)
        toldAt.current = Number.NEGATIVE_INFINITY
      } else if (now - toldAt.current >= tellTypingEveryMs) {
        toldAt.current = now
        say(true)
      }
    },
    stop(): void {
      if (toldAt.current === Number.NEGATIVE_INFINITY) return
      toldAt.current = Number.NEGATIVE_INFINITY
      say(false)
    }
  }
}
