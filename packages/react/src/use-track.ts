import type { EventMap, PropertiesOf } from '@foyer/tracker'
import { useCallback } from 'react'
import { useTracker } from './tracker-context.ts'

export type Track<Events extends EventMap> = <Name extends keyof Events & string>(
  name: Name,
  ...properties: PropertiesOf<Events, Name>
) => void

/** `track(name, properties)`, the same function on every render: `useTrack<{ signed_up: { plan: string } }>()`. */
export function useTrack<Events extends EventMap = EventMap>(): Track<Events> {
  const tracker = useTracker()
  return useCallback((name, ...properties) => tracker.track(name, ...properties), [tracker])
}
