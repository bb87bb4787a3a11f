import type { Deliveries, Delivery } from '@foyer/protocol'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { api } from '../../api.ts'
import { useLive } from '../../live/use-live.ts'
import { useCan } from '../../session.ts'
import { useAtMostEvery } from '../../shell/use-at-most-every.ts'

/** Somebody reads what they did: where it went may come a moment later. */
const lookMs = 3_000
const pageSize = 200

const deliveriesOf = (id: string, isAllowed: boolean) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'person', id],
    queryFn: ({ pageParam, signal }) =>
      api.get<Deliveries>('/api/deliveries', { visitorId: id, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    enabled: isAllowed,
    // The timeline is whole without them.
    retry: false,
    refetchOnWindowFocus: false
  })

/**
 * Where the events of a person went, by event: of each destination what came of it last. Read as far back as events are shown, by who may
 * read destinations.
 */
export function useDeliveries(id: string, oldestAt: string | undefined): ReadonlyMap<string, readonly Delivery[]> {
  const isAllowed = useCan('destinations:read')
  const { data, refetch, fetchNextPage, hasNextPage, isFetching, isError } = useInfiniteQuery(
    deliveriesOf(id, isAllowed)
  )
  const look = useAtMostEvery(lookMs, () => void refetch({ cancelRefetch: false }))
  useLive(isAllowed ? { type: 'watch', what: 'deliveries' } : null, look)
  const readTo = data?.pages.at(-1)?.items.at(-1)?.createdAt
  const hasMore = hasNextPage && oldestAt !== undefined && readTo !== undefined && readTo > oldestAt
  useEffect(() => {
    if (hasMore && !isFetching && !isError) void fetchNextPage()
  }, [hasMore, isFetching, isError, fetchNextPage])
  return useMemo(() => byEvent(data?.pages.flatMap(page => page.items) ?? []), [data])
}

/** Newest first: the first of a destination is what came of it last. */
function byEvent(deliveries: readonly Delivery[]): ReadonlyMap<string, readonly Delivery[]> {
  const found = new Map<string, Delivery[]>()
  for (const delivery of deliveries) {
    if (delivery.origin === 'test') continue
    const known = found.get(delivery.event.id)
    if (!known) found.set(delivery.event.id, [delivery])
    else if (!known.some(({ destinationId }) => destinationId === delivery.destinationId)) known.push(delivery)
  }
  return found
}
