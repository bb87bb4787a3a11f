import { FlaskConical, RotateCw, Send } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Report } from '../../../analytics/report.tsx'
import { ConnectionNote } from '../../../live/connection-note.tsx'
import { useCan, useTimezone } from '../../../session.ts'
import { usePlainKeys } from '../../../shell/keys.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { LiveButton } from '../../../ui/live-button.tsx'
import { Empty, Skeleton } from '../../../ui/states.tsx'
import { count } from '../../../words/numbers.ts'
import type { DeliveriesAddress } from '../integrations-address.ts'
import { filterOf } from '../integrations-data.ts'
import { DebuggerFilters } from './debugger-filters.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { DeliveryPanel } from './delivery-panel.tsx'
import { RetryDialog } from './retry-dialog.tsx'
import { useTail } from './use-tail.ts'

type Props = {
  address: DeliveriesAddress
  onChange: (next: Partial<DeliveriesAddress>) => void
  /** The one destination whose page this is. */
  destinationId?: string
  /** Otherwise: those that can be chosen. */
  destinations?: readonly { id: string; name: string }[]
  /** Draws what sends a test event, where one can be sent. */
  test?: (onClose: () => void, onSent: (id: string) => void) => ReactNode
}

const topPx = 24

/** Every delivery as it happens, and one of them whole beside the list. */
export function DeliveriesDebugger({ address, onChange, destinationId, destinations, test }: Props) {
  const timezone = useTimezone()
  const mayWrite = useCan('destinations:write')
  const scroller = useRef<HTMLDivElement>(null)
  const [isAtTop, setAtTop] = useState(true)
  const [isRetrying, setRetrying] = useState(false)
  const { listing, list, items, unseen, showNew } = useTail(address, destinationId, isAtTop)
  const isLive = address.live !== 'off'
  const change = (next: Partial<DeliveriesAddress>) => onChange({ open: undefined, ...next })
  const open = (id: string | undefined) => onChange({ open: id })
  usePlainKeys((key, event) => {
    const at = items.findIndex(({ id }) => id === address.open)
    if (key === 'j' || key === 'k') {
      const next = items[key === 'j' ? at + 1 : at - 1]
      if (!next) return
      event.preventDefault()
      open(next.id)
    } else if (key === 'Escape' && address.open) {
      open(undefined)
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus())
    }
  })
  const shownOf = destinationId ?? address.destination
  const isFiltered = Object.keys(filterOf(address)).length > 0
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DebuggerFilters
        address={address}
        deliveries={items}
        {...(destinations ? { destinations } : {})}
        onChange={change}
        actions={
          <>
            {shownOf !== undefined && mayWrite && (
              <Button icon={<RotateCw aria-hidden className="size-3.5" />} onClick={() => setRetrying(true)}>
                Retry failed
              </Button>
            )}
            {test && mayWrite && (
              <Button icon={<FlaskConical aria-hidden className="size-4" />} onClick={() => onChange({ test: 'open' })}>
                <span className="max-sm:sr-only">Send test event</span>
                <span aria-hidden className="sm:hidden">
                  Test
                </span>
              </Button>
            )}
            <LiveButton
              isLive={isLive}
              onChange={isOn => onChange({ live: isOn ? undefined : 'off' })}
              live="New deliveries come in by themselves"
              paused="New deliveries are only counted"
            />
          </>
        }
      />
      <div
        className={classes(
          'relative grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)]',
          address.open && 'lg:grid-cols-[minmax(22rem,1fr)_minmax(0,1.2fr)]'
        )}
      >
        <div className="@container relative flex min-h-0 min-w-0 flex-col">
          <div aria-live="polite" className="pointer-events-none absolute inset-x-0 top-10 z-20 flex justify-center">
            {unseen.count > 0 && (
              <button
                type="button"
                onClick={() => {
                  showNew()
                  scroller.current?.scrollTo({ top: 0 })
                }}
                className="pointer-events-auto flex h-8 animate-rise items-center gap-1.5 rounded-full bg-accent px-3 text-sm font-medium text-on-accent shadow-float"
              >
                {count(unseen.count)}
                {unseen.isMore ? ' or more' : ''} new
              </button>
            )}
          </div>
          <div
            ref={scroller}
            onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop <= topPx)}
            className="min-h-0 flex-1 overflow-y-auto"
          >
            <Report
              query={list}
              queryKey={listing.queryKey}
              what="The deliveries"
              skeleton={
                <div className="flex flex-col gap-1 p-4">
                  {[1, 2, 3, 4, 5, 6, 7, 8].map(row => (
                    <Skeleton key={row} className="h-8" />
                  ))}
                </div>
              }
            >
              {() =>
                items.length === 0 ? (
                  <Nothing isFiltered={isFiltered} onClear={() => change(noFilter)} />
                ) : (
                  <DeliveryList
                    deliveries={items}
                    open={address.open}
                    hasDestination={destinationId === undefined}
                    timezone={timezone}
                    scroller={scroller}
                    onOpen={id => open(id === address.open ? undefined : id)}
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
          <p className="flex shrink-0 items-center justify-between gap-3 border-t border-line px-4 py-1.5 text-xs text-ink-faint md:px-5">
            <span>
              {list.data && (
                <>
                  {items.length === 0 ? 'None' : `${count(items.length)}${list.hasNextPage ? ' so far' : ''}`}
                  <span className="max-sm:hidden"> · j and k go through them, Esc closes</span>
                </>
              )}
            </span>
            <ConnectionNote />
          </p>
        </div>
        {address.open && (
          <DeliveryPanel
            key={address.open}
            id={address.open}
            known={items.find(({ id }) => id === address.open)}
            timezone={timezone}
            onClose={() => open(undefined)}
            onChange={change}
          />
        )}
      </div>
      {isRetrying && shownOf !== undefined && (
        <RetryDialog destinationId={shownOf} address={address} onClose={() => setRetrying(false)} />
      )}
      {address.test === 'open' &&
        test?.(
          () => onChange({ test: undefined }),
          id => onChange({ test: undefined, open: id })
        )}
    </div>
  )
}

const noFilter = {
  state: undefined,
  event: undefined,
  visitor: undefined,
  reason: undefined,
  retried: undefined,
  search: undefined,
  destination: undefined
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return (
    <Empty
      icon={<Send aria-hidden className="size-5" />}
      title={isFiltered ? 'No delivery is like this' : 'Nothing was sent in this time'}
      actions={isFiltered ? <Button onClick={onClear}>Clear the filters</Button> : undefined}
    >
      {isFiltered
        ? 'Take a filter away, or choose a longer time.'
        : 'Every event that a destination wants stands here from the moment it is accepted, with what was sent and what came back.'}
    </Empty>
  )
}
