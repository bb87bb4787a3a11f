import type { FieldsAnswer } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

const most = 200

/** The paths that were seen most, narrowed by what has been typed. */
export const pagesQuery = (search: string) => fieldsAnswer({ of: 'path', search, limit: 12 })
/** What can be done here, and what can be asked of it. */
export const namesQuery = (search: string) => fieldsAnswer({ search, limit: most })

const fieldsAnswer = (query: { of?: string; search: string; limit: number }) =>
  queryOptions({
    queryKey: ['analytics', 'fields', query],
    queryFn: ({ signal }) => api.get<FieldsAnswer>('/api/analytics/fields', query, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000
  })
