import type { LiveFrame } from '@foyer/protocol'
import { useEffect, useEffectEvent } from 'react'
import { line } from './use-line.ts'
import { openWatching, type Watched } from './watching.ts'

let shared: ReturnType<typeof openWatching> | null = null

function watching() {
  shared ??= openWatching(line())
  return shared
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
    return watched ? watching()(watched, frame => onFrame(frame)) : undefined
  }, [kind, id])
}
