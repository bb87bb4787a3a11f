import type { IdentityChain, Person, Timeline } from '@foyer/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'

export const timelinePageSize = 60

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id],
    queryFn: ({ signal }) => api.get<Person>(`/api/people/${id}`, undefined, signal)
  })

export const identityQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id, 'identity'],
    queryFn: ({ signal }) => api.get<IdentityChain>(`/api/people/${id}/identity`, undefined, signal)
  })

export const readTimeline = (id: string, types: string | undefined, cursor?: string, signal?: AbortSignal) =>
  api.get<Timeline>(`/api/people/${id}/timeline`, { types, cursor, limit: timelinePageSize }, signal)

/** `group` changes when the browsers that are this person do: then it is another timeline. */
export const timelineQuery = (id: string, group: string, types: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['timeline', id, group, types ?? 'all'],
    queryFn: ({ pageParam, signal }) => readTimeline(id, types, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    // What is new comes by the live connection; loading it all again would move what is being read.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false
  })
