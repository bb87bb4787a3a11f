import type { PathsAnswer, PathsQuestion } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const pathsQuery = (question: PathsQuestion) =>
  queryOptions({
    queryKey: ['analytics', 'paths', question],
    queryFn: ({ signal }) => api.post<PathsAnswer>('/api/analytics/paths', question, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
