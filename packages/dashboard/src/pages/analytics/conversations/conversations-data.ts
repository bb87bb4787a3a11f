import type { ConversationsAnswer, ConversationsQuestion } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const conversationsReportQuery = (question: ConversationsQuestion) =>
  queryOptions({
    queryKey: ['analytics', 'conversations', question],
    queryFn: ({ signal }) => api.post<ConversationsAnswer>('/api/analytics/conversations', question, signal),
    placeholderData: keepPreviousData,
    retry: false,
    refetchOnWindowFocus: false
  })
