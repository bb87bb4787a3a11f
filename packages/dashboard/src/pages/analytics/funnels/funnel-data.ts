import type { FunnelAnswer, FunnelQuestion } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const funnelQuery = (question: FunnelQuestion) => {
  // What a step is called changes nothing of what is counted.
  const asked = { ...question, steps: question.steps.map(({ label: _label, ...step }) => step) }
  return queryOptions({
    queryKey: ['analytics', 'funnel', asked],
    queryFn: ({ signal }) => api.post<FunnelAnswer>('/api/analytics/funnel', asked, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
}

/** What a funnel says of everybody, of one value of its breakdown, or of a second span. */
export type FunnelPart = Pick<FunnelAnswer, 'steps' | 'conversion' | 'timeToConvert'>
