import type { Segment, SegmentCount, SegmentRule } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

/** Asked anew after each change that stands; the one before is taken back when its answer is no longer waited for. */
export const countQuery = (rule: SegmentRule, id: string | undefined) =>
  queryOptions({
    queryKey: ['segments', 'count', rule, id],
    queryFn: ({ signal }) => api.post<SegmentCount>('/api/segments/count', { rule, ...(id && { id }) }, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false
  })

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: ({ signal }) => api.get<Segment>(`/api/segments/${id}`, undefined, signal)
  })
