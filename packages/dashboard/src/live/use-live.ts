import type { LiveFrame } from '@foyer/protocol'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { queryClient } from '../query-client.ts'
import { sessionQuery } from '../session.ts'
import { type LiveSocket, openLive, type Socket, type Watched } from './live-socket.ts'

let shared: LiveSocket | null = null

function live(): LiveSocket {
  if (shared) return shared
  const made = openLive({
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

/** Watches as long as the component is there; `null` watches nothing. */
export function useLive(what: Watched | null, heard: (frame: LiveFrame) => void): void {
  const onFrame = useEffectEvent(heard)
  const kind = what?.what
  const id = what && 'id' in what ? what.id : undefined
  useEffect(() => {
    if (kind === undefined) return
    const watched: Watched | null =
      kind === 'person' ? (id === undefined ? null : { type: 'watch', what: kind, id }) : { type: 'watch', what: kind }
    return watched ? live().watch(watched, frame => onFrame(frame)) : undefined
  }, [kind, id])
}

export const useLiveState = () => useSyncExternalStore(live().subscribe, live().state)
