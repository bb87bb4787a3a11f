import { LiveLayerTracker, type TrackerOptions } from '@foyer/tracker'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { TrackerContext } from './tracker-context.ts'

export type FoyerProviderProps = TrackerOptions & {
  children?: ReactNode
  /** A tracker of your own, which then is yours to `init` and `destroy`; the other properties are not read. */
  tracker?: LiveLayerTracker
}

/**
 * Gives the hooks below it one tracker, booted when the provider is first on screen. Rendered on a server it does nothing.
 * Its properties are read once; another `agentId` needs another provider (`key={agentId}`).
 */
export function FoyerProvider({ children, tracker: given, ...options }: FoyerProviderProps): ReactNode {
  const [own] = useState(() => new LiveLayerTracker(options))
  const ending = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (given) return
    // StrictMode takes every effect down and up again in one go: only an end that lasts is one.
    clearTimeout(ending.current)
    own.init()
    return () => {
      ending.current = setTimeout(() => own.destroy(), 0)
    }
  }, [given, own])
  return <TrackerContext.Provider value={given ?? own}>{children}</TrackerContext.Provider>
}
