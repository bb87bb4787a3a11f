import type { LiveLayerTracker } from '@foyer/tracker'
import { createContext, useContext } from 'react'

export const TrackerContext = createContext<LiveLayerTracker | null>(null)

/** The tracker itself, for what has no hook: `optOut`, `reset`, `ready`. */
export function useTracker(): LiveLayerTracker {
  const tracker = useContext(TrackerContext)
  if (!tracker) throw new Error('Put a <FoyerProvider agentId="agt_…"> around the component that uses this hook.')
  return tracker
}
