import type { ErasurePage, PrivacyApply, PrivacyPolicyShown } from '@foyer/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
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

const erasuresAtOnce = 20
const whileErasingMs = 2_000

export const erasuresQuery = infiniteQueryOptions({
  queryKey: ['privacy', 'erasures'],
  queryFn: ({ pageParam, signal }) =>
    api.get<ErasurePage>('/api/privacy/erasures', { cursor: pageParam, limit: erasuresAtOnce }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: page => page.nextCursor,
  refetchInterval: query =>
    query.state.data?.pages.some(page => page.items.some(one => one.state === 'running')) ? whileErasingMs : false
})
