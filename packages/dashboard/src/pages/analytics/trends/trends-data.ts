import type { TrendAnswer, TrendQuestion } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const trendQuery = (question: TrendQuestion) =>
  queryOptions({
    queryKey: ['analytics', 'trend', question],
    queryFn: ({ signal }) => api.post<TrendAnswer>('/api/analytics/trend', question, signal),
    placeholderData: keepPreviousData
  })
