import type { Consent } from '@foyer/tracker'
import { useCallback } from 'react'
import { useTracker } from './tracker-context.ts'

/** `consent({ marketing: true })`, the same function on every render: what the visitor agreed to, told from your banner. */
export function useConsent(): (choice: Consent) => void {
  const tracker = useTracker()
  return useCallback(choice => tracker.consent(choice), [tracker])
}
