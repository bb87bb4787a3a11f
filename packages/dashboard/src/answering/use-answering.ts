import type { LiveFrame, Message } from '@foyer/protocol'
import { useEffect, useState } from 'react'
import { serverNow } from '../time/clock.ts'
import { type Answering, answeringLastsMs, goOn, isSaid } from './answering.ts'

/** The answer that is being written in one conversation; give every frame of the line to `hear`. */
export function useAnswering(conversationId: string | undefined, messages: readonly Message[]) {
  const [answering, setAnswering] = useState<(Answering & { of: string }) | null>(null)
  const shown = answering && answering.of === conversationId && !isSaid(messages, answering.id) ? answering : null

  useEffect(() => {
    if (!answering) return
    const timer = setTimeout(setAnswering, answeringLastsMs, null)
    return () => clearTimeout(timer)
  }, [answering])

  function hear(frame: LiveFrame): void {
    // What was written while the line was down was told to nobody here.
    if (frame.type === 'ready') setAnswering(null)
    if (frame.type !== 'answering' || frame.conversationId !== conversationId) return
    setAnswering(current => {
      const next = goOn(current, frame, new Date(serverNow()).toISOString())
      return next && { ...next, of: frame.conversationId }
    })
  }
  return { answering: shown, hear }
}
