import type { Traits } from '@foyer/tracker'
import { useCallback } from 'react'
import { useTracker } from './tracker-context.ts'

/** `group(groupId, traits)`, the same function on every render: the organisation that the visitor belongs to. */
export function useGroup(): (groupId: string, traits?: Traits) => void {
  const tracker = useTracker()
  return useCallback((groupId, traits) => tracker.group(groupId, traits), [tracker])
}
