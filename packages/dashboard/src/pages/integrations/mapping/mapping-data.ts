import type { DryRun, Preview, RecentEvents, SampleEvent } from '@foyer/protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'

const path = (id: string, more: string) => `/api/destinations/${encodeURIComponent(id)}${more}`

export const recentEventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['destinations', 'recent-events', id],
    queryFn: ({ signal }) => api.get<RecentEvents>(path(id, '/recent-events'), undefined, signal),
    staleTime: 60_000
  })

/** What would be sent for an event by a mapping as it is typed. Nothing of it is saved, so each is asked about once. */
export const previewQuery = (
  id: string,
  mapping: unknown,
  which: { event: SampleEvent } | { eventId: string } | undefined
) =>
  queryOptions({
    queryKey: ['destinations', 'preview', id, which, mapping],
    queryFn: ({ signal }) => api.post<Preview>(path(id, '/preview'), { ...which, mapping }, signal),
    enabled: which !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false
  })

export const dryRun = (id: string, body: { mapping: unknown; from: string; to: string }) =>
  api.post<DryRun>(path(id, '/dry-run'), body)
