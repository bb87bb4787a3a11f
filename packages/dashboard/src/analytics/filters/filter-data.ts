import type { FieldsAnswer, Segment } from '@foyer/protocol'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const fieldsQuery = (search: string) =>
  queryOptions({
    queryKey: ['analytics', 'fields', search],
    queryFn: ({ signal }) => api.get<FieldsAnswer>('/api/analytics/fields', { search, limit: 100 }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000
  })

/** The most frequent values of one field, narrowed by what has been typed. */
export const valuesQuery = (property: string, search: string) =>
  queryOptions({
    queryKey: ['analytics', 'fields', 'of', property, search],
    queryFn: ({ signal }) =>
      api.get<FieldsAnswer>('/api/analytics/fields', { of: property, search, limit: 50 }, signal),
    enabled: property !== '',
    staleTime: 60_000
  })

export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: ({ signal }) => api.get<{ items: Segment[] }>('/api/segments', undefined, signal),
  staleTime: 30_000
})

/** The name of a segment; asked for only where one is named. */
export function useSegmentName(isNeeded: boolean): (id: string) => string {
  const { data, isPending } = useQuery({ ...segmentsQuery, enabled: isNeeded })
  return id => data?.items.find(segment => segment.id === id)?.name ?? (isPending ? 'a segment' : 'a deleted segment')
}
