import type { ResponderChange, ResponderSettings, ResponderUsage } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const responderQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['responder', agentId],
    queryFn: ({ signal }) => api.get<ResponderSettings>(`/api/agents/${agentId}/responder`, undefined, signal)
  })

export const changeResponder = (agentId: string, change: ResponderChange) =>
  api.patch<ResponderSettings>(`/api/agents/${agentId}/responder`, change)

export const checkResponder = (agentId: string) =>
  api.post<{ ok: boolean; message: string; tookMs: number }>(`/api/agents/${agentId}/responder/check`)

export const makeWebhookSecret = (agentId: string) =>
  api.post<{ secret: string }>(`/api/agents/${agentId}/responder/webhook-secret`)

export const usageQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['responder', agentId, 'usage'],
    queryFn: async ({ signal }) =>
      (await api.get<ResponderUsage>('/api/responder/usage', { days: 30 }, signal)).items.filter(
        item => item.agentId === agentId
      )
  })
