import type { RetentionAnswer, RetentionQuestion } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const retentionQuery = (question: RetentionQuestion) =>
  queryOptions({
    queryKey: ['analytics', 'retention', question],
    queryFn: ({ signal }) => api.post<RetentionAnswer>('/api/analytics/retention', question, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
