import type { Deliveries } from '@foyer/protocol'
import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLive } from '../../../live/use-live.ts'
import { queryClient } from '../../../query-client.ts'
import { useAtMostEvery } from '../../../shell/use-at-most-every.ts'
import type { DeliveriesAddress } from '../integrations-address.ts'
import { deliveriesQuery, newerQuery } from '../integrations-data.ts'

/** As quick as somebody reads along. */
const lookMs = 1_000

/**
 * The list, and what comes in: told by the live connection, and let in while somebody stands at its top and has not paused it.
 * Otherwise it is only counted, so that nothing moves under their eyes.
 */
export function useTail(address: DeliveriesAddress, destinationId: string | undefined, isAtTop: boolean) {
  const listing = deliveriesQuery(address, destinationId)
  const list = useInfiniteQuery(listing)
  const items = useMemo(() => list.data?.pages.flatMap(page => page.items) ?? [], [list.data])
  const isFollowing = address.live !== 'off' && isAtTop && (list.data?.pages.length ?? 1) === 1
  const newer = useQuery(
    newerQuery(address, destinationId, isFollowing || !list.data ? undefined : (items[0]?.createdAt ?? epoch))
  )
  const known = useMemo(() => new Set(items.map(({ id }) => id)), [items])
  const unseen = isFollowing ? 0 : (newer.data?.items.filter(({ id }) => !known.has(id)).length ?? 0)
  const look = useAtMostEvery(lookMs, () => {
    if (isFollowing) void list.refetch({ cancelRefetch: false })
    else void newer.refetch({ cancelRefetch: false })
  })
  useLive({ type: 'watch', what: 'deliveries' }, look)
  const showNew = () => {
    // Older pages are read anew when somebody goes on to them.
    queryClient.setQueryData<InfiniteData<Deliveries, string | undefined>>(
      listing.queryKey,
      before => before && { pages: before.pages.slice(0, 1), pageParams: before.pageParams.slice(0, 1) }
    )
    void list.refetch()
  }
  return {
    listing,
    list,
    items,
    unseen: { count: unseen, isMore: !isFollowing && newer.data?.nextCursor !== undefined },
    showNew
  }
}

const epoch = new Date(0).toISOString()
