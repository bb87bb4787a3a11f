import type { PeopleFacets, PeoplePage } from '@foyer/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type QueryValues } from '../../api.ts'
import { type PeopleSearch, peopleQueryOf } from './people-search.ts'

/** Small where somebody waits for the first rows, large where a hand scrolls through thousands. */
const pageSize = { first: 100, next: 400 }

export const peopleList = (search: PeopleSearch) => {
  const query = peopleQueryOf(search) as QueryValues
  return infiniteQueryOptions({
    queryKey: ['people', 'list', query],
    queryFn: ({ pageParam, signal }) => {
      const limit = pageParam === undefined ? pageSize.first : pageSize.next
      return api.get<PeoplePage>('/api/people', { ...query, limit, cursor: pageParam }, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    // Looking away and back must not load a hundred pages again; there is a button for it.
    refetchOnWindowFocus: false,
    staleTime: 30_000
  })
}

export const peopleFacets = (search: PeopleSearch) => {
  const { sort, order, ...query } = peopleQueryOf(search) as QueryValues
  return queryOptions({
    queryKey: ['people', 'facets', query],
    queryFn: ({ signal }) => api.get<PeopleFacets>('/api/people/facets', query, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000
  })
}
