import type { PrivacyApply, PrivacyPolicyShown } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const policyQuery = queryOptions({
  queryKey: ['privacy', 'policy'],
  queryFn: ({ signal }) => api.get<PrivacyPolicyShown>('/api/privacy/policy', undefined, signal)
})

const whileRunningMs = 700

export const applyQuery = queryOptions({
  queryKey: ['privacy', 'apply'],
  queryFn: ({ signal }) => api.get<PrivacyApply>('/api/privacy/apply', undefined, signal),
  refetchInterval: query => (query.state.data?.state === 'running' ? whileRunningMs : false)
})
