import type { Identification, Visitor } from '@foyer/tracker'
import { useCallback } from 'react'
import { useTracker } from './tracker-context.ts'

/** `identify(attributes)`, the same function on every render; with `userToken` or `signature` it proves who is signed in. */
export function useIdentify(): (identification: Identification) => Promise<Visitor | null> {
  const tracker = useTracker()
  return useCallback(identification => tracker.identify(identification), [tracker])
}
