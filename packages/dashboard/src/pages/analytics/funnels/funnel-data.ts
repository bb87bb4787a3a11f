import type { FunnelAnswer, FunnelQuestion } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

export const funnelQuery = (question: FunnelQuestion) => {
  // What a step is called changes nothing of what is counted.
  const asked = { ...question, steps: question.steps.map(({ label: _label, ...step }) => step) }
  return queryOptions({
    queryKey: ['analytics', 'funnel', asked] as const,
    queryFn: ({ signal }) => api.post<FunnelAnswer>('/api/analytics/funnel', asked, signal),
    // Numbers of other steps must not stand under these, not even for a moment.
    placeholderData: (previous: FunnelAnswer | undefined, from) =>
      JSON.stringify(from?.queryKey[2].steps) === JSON.stringify(asked.steps) ? previous : undefined,
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
}

/** What a funnel says of everybody, of one value of its breakdown, or of a second span. */
export type FunnelPart = Pick<FunnelAnswer, 'steps' | 'conversion' | 'timeToConvert'>
