import type { LiveFrame, LiveRequest } from '@foyer/protocol'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { queryClient } from '../query-client.ts'
import { sessionQuery } from '../session.ts'
import { type Line, openLine, type Socket } from './line.ts'

let shared: Line | null = null

export function line(): Line {
  if (shared) return shared
  const made = openLine({
    connect: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`) as unknown as Socket,
    after(ms, act) {
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    signedOut: () => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  })
  window.addEventListener('online', made.hurry)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') made.hurry()
  })
  shared = made
  return made
}

export function useFrames(heard: (frame: LiveFrame) => void): void {
  const onFrame = useEffectEvent(heard)
  useEffect(() => line().hear(frame => onFrame(frame)), [])
}

/** Wishes as long as the component is there. `key` names what is wished for; another key is another wish. */
export function useWish(key: string | null, ask: () => LiveRequest, end: LiveRequest): void {
  const asked = useEffectEvent(ask)
  const ended = useEffectEvent(() => end)
  useEffect(() => {
    if (key === null) return
    // The end is said when the component no longer knows what it wished for.
    return line().keep({ ask: () => asked(), end: ended() })
  }, [key])
}

export const useLineState = () => useSyncExternalStore(line().subscribe, line().state)
