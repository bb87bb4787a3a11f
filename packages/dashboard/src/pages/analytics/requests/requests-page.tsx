import type { SavedRange } from '@foyer/protocol'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { useRef } from 'react'
import { AsOf } from '../../../analytics/as-of.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { useTimezone } from '../../../session.ts'
import { usePlainKeys } from '../../../shell/keys.ts'
import { Button } from '../../../ui/button.tsx'
import { LiveButton } from '../../../ui/live-button.tsx'
import { Empty, Skeleton } from '../../../ui/states.tsx'
import { RequestDetail } from './request-detail.tsx'
import { RequestFigures } from './request-figures.tsx'
import { RequestFilters } from './request-filters.tsx'
import { RequestTable } from './request-table.tsx'
import { filterOf, type RequestsAddress, spanOf } from './requests-address.ts'
import { fromOf, requestsQuery, requestsSummaryQuery } from './requests-data.ts'

const route = getRouteApi('/app/analytics/requests')

export function RequestsPage() {
  const address = route.useSearch()
  const navigate = useNavigate({ from: '/analytics/requests' })
  const timezone = useTimezone()
  const isLive = address.live !== 'off'
  const listing = requestsQuery(address, isLive)
  const list = useInfiniteQuery(listing)
  const summing = requestsSummaryQuery(address, isLive, timezone)
  const summary = useQuery(summing)
  const scroller = useRef<HTMLDivElement>(null)
  const requests = list.data?.pages.flatMap(page => page.items) ?? []
  const change = (next: Partial<RequestsAddress>) =>
    void navigate({ search: current => ({ ...current, open: undefined, ...next }), replace: true })
  const openAt = (index: number) => {
    const request = requests[index]
    if (request) change({ open: request.id })
  }
  usePlainKeys(key => {
    const at = requests.findIndex(request => request.id === address.open)
    if (key === 'j') openAt(at + 1)
    else if (key === 'k' && at > 0) openAt(at - 1)
    else if (key === 'Escape' && address.open) change({})
  })
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <RequestFilters
        address={address}
        onChange={change}
        actions={
          <SaveExport
            kind="requests"
            question={filterOf(address)}
            name="Requests"
            // What is kept goes by whole days: the last hour becomes today.
            time={{ range: keptRange(address), from: fromOf(address) }}
          />
        }
        live={
          <LiveButton
            isLive={isLive}
            onChange={isOn => change({ live: isOn ? undefined : 'off', open: address.open })}
            live="New requests come in by themselves"
            paused="New requests do not come in"
          />
        }
      />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <div className="p-4 md:p-5">
          <Report
            query={summary}
            queryKey={summing.queryKey}
            what="The summary"
            skeleton={
              <div className="flex flex-col gap-4">
                <Skeleton className="h-12" />
                <Skeleton className="h-32" />
                <Skeleton className="h-36" />
              </div>
            }
          >
            {answer => (
              <div className="flex flex-col gap-3">
                <RequestFigures summary={answer} address={address} onFilter={change} />
                <p className="flex flex-wrap gap-x-3 text-xs text-ink-faint">
                  <AsOf range={answer.range} /> Requests are kept for {answer.keptDays} days.
                </p>
              </div>
            )}
          </Report>
        </div>
        <Report
          query={list}
          queryKey={listing.queryKey}
          what="The request log"
          skeleton={
            <div className="flex flex-col gap-1 p-4">
              {[1, 2, 3, 4, 5, 6, 7, 8].map(row => (
                <Skeleton key={row} className="h-8" />
              ))}
            </div>
          }
        >
          {() =>
            requests.length === 0 ? (
              <Nothing isFiltered={Object.keys(filterOf(address)).length > 0} onClear={() => clear(address, change)} />
            ) : (
              <RequestTable
                requests={requests}
                open={address.open}
                timezone={timezone}
                scroller={scroller}
                more={{
                  has: list.hasNextPage,
                  isLoading: list.isFetchingNextPage,
                  fault: list.isFetchNextPageError ? list.error : undefined,
                  load: () => void list.fetchNextPage()
                }}
              />
            )
          }
        </Report>
      </div>
      {address.open && (
        <RequestDetail
          key={address.open}
          id={address.open}
          known={requests.find(request => request.id === address.open)}
          timezone={timezone}
          onClose={() => change({})}
        />
      )}
    </div>
  )
}

function keptRange({ span }: RequestsAddress): SavedRange {
  const { days } = spanOf(span)
  return days === 1 ? { calendar: 'today' } : { last: days }
}

function clear(address: RequestsAddress, change: (next: Partial<RequestsAddress>) => void): void {
  change(Object.fromEntries(Object.keys(filterOf(address)).map(name => [name, undefined])))
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return (
    <Empty
      icon={<ScrollText aria-hidden className="size-5" />}
      title={isFiltered ? 'No request is like this' : 'No requests in this time'}
      actions={isFiltered ? <Button onClick={onClear}>Clear the filters</Button> : undefined}
    >
      {isFiltered
        ? 'Take a filter away, or choose a longer time.'
        : 'Every call of a page, the chat or an API key stands here a second after it was answered.'}
    </Empty>
  )
}
