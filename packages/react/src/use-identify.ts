import type { Identification, LiveLayerTracker } from '@foyer/tracker'
import { useCallback } from 'react'
import { useTracker } from './tracker-context.ts'

/** `identify(attributes)`, the same function on every render; with `userToken` or `signature` it proves who is signed in. */
export function useIdentify(): LiveLayerTracker['identify'] {
  const tracker = useTracker()
  return useCallback(
    (given: Identification | string, more?: Identification) =>
      typeof given === 'string' ? tracker.identify(given, more) : tracker.identify(given),
    [tracker]
  )
}
