import type { Store } from './storage.ts'

/** The tracker has been at work in the life of this page: it says itself which pages were seen. */
export const isTracked = (store: Store, agentId: string, pageStart: number): boolean => {
  const visit = store.read<{ at?: number }>(`${agentId}_session`)
  // It writes the time of a visit every five seconds at most.
  return (visit?.at ?? 0) >= pageStart - 5_000
}
