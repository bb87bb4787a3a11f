import type { Agent } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: ({ signal }) => api.get<{ items: Agent[] }>('/api/agents', { limit: 500 }, signal)
})

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: ['agents', id],
    queryFn: ({ signal }) => api.get<Agent>(`/api/agents/${encodeURIComponent(id)}`, undefined, signal)
  })
