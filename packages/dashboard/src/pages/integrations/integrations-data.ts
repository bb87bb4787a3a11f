import type {
  CatalogEntry,
  Deliveries,
  Delivery,
  DeliveryDetail,
  DeliveryQuery,
  Destination,
  DestinationChange,
  DestinationCreate,
  DestinationFigures,
  DestinationRevision,
  Replay,
  ReplayRequest,
  Resolved,
  RetryRequest,
  TestRequest
} from '@foyer/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { serverNow } from '../../time/clock.ts'
import { type DeliveriesAddress, spanOf } from './integrations-address.ts'

const path = (id: string, more = '') => `/api/destinations/${encodeURIComponent(id)}${more}`

export const catalogQuery = queryOptions({
  queryKey: ['destinations', 'catalog'],
  queryFn: ({ signal }) => api.get<{ items: CatalogEntry[] }>('/api/destinations/catalog', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY
})

/** Health is of the last hour: it need not be newer than this. */
const healthMs = 10_000

export const destinationsQuery = queryOptions({
  queryKey: ['destinations', 'all'],
  queryFn: ({ signal }) => api.get<{ items: Destination[] }>('/api/destinations', undefined, signal),
  refetchInterval: healthMs
})

export const destinationQuery = (id: string) =>
  queryOptions({
    queryKey: ['destinations', 'one', id],
    queryFn: ({ signal }) => api.get<Destination>(path(id), undefined, signal),
    refetchInterval: healthMs
  })

/** What the server answered to a change is what every page shows from then on. */
export function keepDestination(changed: Destination): void {
  queryClient.setQueryData(destinationQuery(changed.id).queryKey, changed)
  queryClient.setQueryData(
    destinationsQuery.queryKey,
    before => before && { items: before.items.map(one => (one.id === changed.id ? changed : one)) }
  )
  void queryClient.invalidateQueries({ queryKey: revisionsQuery(changed.id).queryKey })
}

/** As it was then, as a revision of its own. */
export async function restoreRevision(id: string, revision: number): Promise<Destination> {
  const restored = await api.post<Destination>(path(id, `/revisions/${revision}/restore`))
  keepDestination(restored)
  return restored
}

export async function createDestination(body: DestinationCreate): Promise<Destination> {
  const created = await api.post<Destination>('/api/destinations', body)
  queryClient.setQueryData(destinationQuery(created.id).queryKey, created)
  void queryClient.invalidateQueries({ queryKey: destinationsQuery.queryKey })
  return created
}

export async function changeDestination(id: string, change: DestinationChange): Promise<Destination> {
  const changed = await api.patch<Destination>(path(id), change)
  keepDestination(changed)
  return changed
}

export async function deleteDestination(id: string): Promise<void> {
  await api.delete(path(id))
  queryClient.setQueryData(
    destinationsQuery.queryKey,
    before => before && { items: before.items.filter(one => one.id !== id) }
  )
}

export const resolveSettings = (type: string, settings: Record<string, unknown>) =>
  api.post<Resolved>('/api/destinations/resolve', { type, settings })

export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['destinations', 'revisions', id],
    queryFn: ({ signal }) => api.get<{ items: DestinationRevision[] }>(path(id, '/revisions'), undefined, signal)
  })

export const figuresQuery = (id: string, span: string | undefined) =>
  queryOptions({
    queryKey: ['destinations', 'figures', id, spanOf(span).name],
    queryFn: ({ signal }) =>
      api.get<DestinationFigures>(
        path(id, '/figures'),
        { from: minutesAgo(spanOf(span).minutes), to: new Date(serverNow()).toISOString() },
        signal
      ),
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: healthMs
  })

export const sendTest = (id: string, body: TestRequest) => api.post<DeliveryDetail>(path(id, '/test'), body)

const pageSize = 100
const minutesAgo = (minutes: number) => new Date(serverNow() - minutes * 60_000).toISOString()

/** Which deliveries an address means, in the words of the wire. */
export function filterOf(address: DeliveriesAddress, destinationId?: string): DeliveryQuery {
  const { state, event, reason, retried, search, visitor } = address
  const wanted = {
    destinationId: destinationId ?? address.destination,
    state,
    event,
    reason,
    retried: retried === undefined ? undefined : true,
    search,
    visitorId: visitor
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}

export const deliveriesQuery = (address: DeliveriesAddress, destinationId?: string) => {
  const filter = filterOf(address, destinationId)
  const { name, minutes } = spanOf(address.span)
  return infiniteQueryOptions({
    queryKey: ['deliveries', 'list', name, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Deliveries>(
        '/api/deliveries',
        { ...filter, from: minutesAgo(minutes), limit: pageSize, cursor: pageParam },
        signal
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: false
  })
}

/** Those that came after the newest one that is shown. */
export const newerQuery = (
  address: DeliveriesAddress,
  destinationId: string | undefined,
  after: string | undefined
) => {
  const filter = filterOf(address, destinationId)
  return queryOptions({
    queryKey: ['deliveries', 'newer', filter, after],
    queryFn: ({ signal }) =>
      api.get<Deliveries>('/api/deliveries', { ...filter, from: after, limit: pageSize }, signal),
    enabled: after !== undefined,
    retry: false
  })
}

/** Events that went this way lately, each once: what a test can be made of. */
export const recentEventsQuery = (destinationId: string) =>
  queryOptions({
    queryKey: ['deliveries', 'recent', destinationId],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<Deliveries>('/api/deliveries', { destinationId, limit: 50 }, signal)
      const events = items.filter(({ origin }) => origin === 'live').map(({ event }) => event)
      return [...new Map(events.map(event => [event.id, event])).values()].slice(0, 20)
    }
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => api.get<DeliveryDetail>(`/api/deliveries/${encodeURIComponent(id)}`, undefined, signal)
  })

/** One that waits for its next try is tried now; what has ended goes as a delivery of its own. */
export const resendDelivery = (id: string) => api.post<Delivery>(`/api/deliveries/${encodeURIComponent(id)}/resend`)

export const retryFailed = (id: string, body: RetryRequest) => api.post<{ count: number }>(path(id, '/retry'), body)

export const replaysQuery = (id: string) =>
  queryOptions({
    queryKey: ['destinations', 'replays', id],
    queryFn: ({ signal }) => api.get<{ items: Replay[] }>(path(id, '/replays'), undefined, signal),
    // Only while one is going on is there something to follow.
    refetchInterval: query => (query.state.data?.items.some(({ state }) => state === 'running') ? 1_000 : false)
  })

export const countReplay = (id: string, body: ReplayRequest, signal: AbortSignal) =>
  api.post<{ count: number }>(path(id, '/replay'), { ...body, countOnly: true }, signal)
export const startReplay = (id: string, body: ReplayRequest) => api.post<Replay>(path(id, '/replay'), body)
export const stopReplay = (id: string, replay: string) => api.post<Replay>(path(id, `/replays/${replay}/stop`))
