import type { PeopleBehind, PeopleBehindAnswer } from '@foyer/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

const pageSize = 50

export const peopleBehind = (of: PeopleBehind['of']) =>
  infiniteQueryOptions({
    queryKey: ['analytics', 'people', of],
    queryFn: ({ pageParam: cursor }) =>
      api.post<PeopleBehindAnswer>('/api/analytics/people', {
        of,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor })
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
