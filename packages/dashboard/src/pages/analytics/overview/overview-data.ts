import type { LastHalfHour, OverviewAnswer, OverviewQuery, TopAnswer, TopQuery } from '@foyer/protocol'
import { queryOptions } from '@tanstack/react-query'
import { reportQuery } from '../../../analytics/asking.ts'
import { filtersText } from '../../../analytics/filters/read-filters.ts'
import type { Asked } from '../../../analytics/use-asked.ts'
import { api } from '../../../api.ts'

/** What is asked, as a GET has it. */
export function queryOf(
  { question, filters, comparison }: Pick<Asked, 'question' | 'filters' | 'comparison'>,
  conversion: string | undefined
): OverviewQuery {
  const { from, to, bots, agentId } = question
  const text = filtersText(filters)
  return {
    from,
    to,
    ...comparison,
    ...(bots && { bots }),
    ...(agentId && { agentId }),
    ...(text && { filters: text }),
    ...(conversion && { conversion })
  }
}

export const overviewQuery = (query: OverviewQuery) =>
  reportQuery<OverviewAnswer>('overview', { path: '/api/analytics/overview', query })

export const topQuery = (query: TopQuery) => reportQuery<TopAnswer>('top', { path: '/api/analytics/top', query })

export const lastHalfHourQuery = queryOptions({
  queryKey: ['analytics', 'live'],
  queryFn: ({ signal }) => api.get<LastHalfHour>('/api/analytics/live', undefined, signal),
  staleTime: 0
})
