import type { Requests, RequestsSummary } from '@foyer/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { serverNow } from '../../../time/clock.ts'
import { filterOf, type RequestsAddress, spanOf } from './requests-address.ts'

const pageSize = 100
/** As quick as somebody reads along. */
const tailMs = 2_000
const figuresMs = 15_000

export const fromOf = (address: RequestsAddress) =>
  new Date(serverNow() - spanOf(address.span).minutes * 60_000).toISOString()
const shownBy = ({ span, ...address }: RequestsAddress) => ({ span, ...filterOf(address) })

export const requestsQuery = (address: RequestsAddress, isLive: boolean) =>
  infiniteQueryOptions({
    queryKey: ['requests', shownBy(address)],
    queryFn: ({ pageParam, signal }) =>
      api.get<Requests>(
        '/api/requests',
        { ...filterOf(address), from: fromOf(address), limit: pageSize, cursor: pageParam },
        signal
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: false,
    refetchOnWindowFocus: false,
    // Whoever has gone on to older ones reads them in peace.
    refetchInterval: query => (isLive && (query.state.data?.pages.length ?? 1) === 1 ? tailMs : false)
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', 'one', id],
    queryFn: ({ signal }) =>
      api
        .get<Requests>('/api/requests', { search: id, limit: 1, from: new Date(0).toISOString() }, signal)
        .then(found => found.items[0] ?? null)
  })

export const requestsSummaryQuery = (address: RequestsAddress, isLive: boolean, timezone: string) =>
  queryOptions({
    queryKey: ['requests', 'summary', shownBy(address), timezone],
    queryFn: ({ signal }) =>
      api.get<RequestsSummary>(
        '/api/requests/summary',
        { ...filterOf(address), from: fromOf(address), timezone },
        signal
      ),
    placeholderData: keepPreviousData,
    retry: false,
    refetchOnWindowFocus: false,
    refetchInterval: isLive ? figuresMs : false
  })
