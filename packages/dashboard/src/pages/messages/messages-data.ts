import type {
  Member,
  ProactivePreview,
  ProactivePreviewRequest,
  ProactiveRule,
  ProactiveRules,
  ProactiveRuleWrite,
  ProactiveSettings
} from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'

const path = (agent: string) => `/api/agents/${encodeURIComponent(agent)}/proactive`

export const rulesQuery = (agent: string) =>
  queryOptions({
    queryKey: ['agents', agent, 'messages'],
    queryFn: ({ signal }) => api.get<ProactiveRules>(path(agent), undefined, signal)
  })

export const lookAgain = (agent: string) => queryClient.invalidateQueries({ queryKey: rulesQuery(agent).queryKey })

export const addRule = (agent: string, rule: ProactiveRuleWrite) => api.post<ProactiveRule>(path(agent), rule)
export const changeRule = (agent: string, id: string, change: Partial<ProactiveRuleWrite>) =>
  api.patch<ProactiveRule>(`${path(agent)}/${id}`, change)
export const removeRule = (agent: string, id: string) => api.delete(`${path(agent)}/${id}`)
export const sortRules = (agent: string, ids: string[]) => api.put<ProactiveRules>(`${path(agent)}/order`, { ids })
export const changeSettings = (agent: string, change: Partial<ProactiveSettings>) =>
  api.patch<ProactiveSettings>(path(agent), change)

export const previewQuery = (agent: string, asked: ProactivePreviewRequest | null) =>
  queryOptions({
    queryKey: ['agents', agent, 'messages', 'preview', asked],
    queryFn: () => api.post<ProactivePreview>(`${path(agent)}/preview`, asked),
    enabled: asked !== null,
    staleTime: 60_000,
    retry: false
  })

/** Whose name a message may carry. */
export const teamQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => api.get<{ items: Member[] }>('/api/members', { limit: 500 }, signal)
})
