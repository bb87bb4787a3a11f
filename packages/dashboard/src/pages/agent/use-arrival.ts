import { useState } from 'react'
import { useLive } from '../../live/use-live.ts'
import { queryClient } from '../../query-client.ts'
import { agentsQuery } from '../agents/agents-data.ts'

export type Arrival = { agentId: string; url?: string; at: string }

/** The first event that arrives while this is watched, from one agent or from any. */
export function useArrival(agentId?: string): Arrival | null {
  const [arrival, setArrival] = useState<Arrival | null>(null)
  useLive({ type: 'watch', what: 'installation' }, frame => {
    if (frame.type !== 'installed' || (agentId !== undefined && frame.agentId !== agentId)) return
    if (!arrival) void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
    setArrival(current => current ?? frame)
  })
  return arrival
}
