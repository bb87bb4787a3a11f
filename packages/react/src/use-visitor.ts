import type { Visitor } from '@foyer/tracker'
import { useCallback, useSyncExternalStore } from 'react'
import { useTracker } from './tracker-context.ts'

const unknown = () => null

/** Who the server says this is; null on a server, before it is known, and where there is nobody to know. */
export function useVisitor(): Visitor | null {
  const tracker = useTracker()
  const subscribe = useCallback((changed: () => void) => tracker.onVisitor(changed), [tracker])
  return useSyncExternalStore(subscribe, () => tracker.visitor, unknown)
}
