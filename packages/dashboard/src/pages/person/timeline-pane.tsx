import type { Person } from '@foyer/protocol'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp, History } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure, faultText, Loading } from '../../ui/states.tsx'
import { counted } from '../../words/numbers.ts'
import { EventLine } from './event-line.tsx'
import { TimelineFilter } from './timeline-filter-bar.tsx'
import { rowsOf } from './timeline-rows.ts'
import { TimelineSkeleton } from './timeline-skeleton.tsx'
import { useDeliveries } from './use-deliveries.ts'
import { useTimeline } from './use-timeline.ts'
import { VisitLine } from './visit-line.tsx'

type Props = {
  person: Person
  id: string
  group: string
  types: string | undefined
  onTypes: (types: string | undefined) => void
}

const topPx = 24
/** Older events are asked for this many rows before the end comes into sight. */
const ahead = 15

export function TimelinePane({ person, id, group, types, onTypes }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const timeline = useTimeline({
    id,
    personId: person.id,
    group,
    types,
    visits: person.visitList,
    isAtTop: () => (scroller.current?.scrollTop ?? 0) <= topPx
  })
  const { past, events, visits } = timeline
  const rows = useMemo(() => rowsOf(events, visits), [events, visits])
  const deliveries = useDeliveries(id, events.at(-1)?.at)
  const [openEvents, setOpenEvents] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(-1)

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (rows[index]?.row === 'visit' ? 52 : 36),
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 12
  })
  const shown = virtual.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= rows.length - ahead
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = past
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  const toggle = (eventId: string) =>
    setOpenEvents(current => {
      const next = new Set(current)
      if (!next.delete(eventId)) next.add(eventId)
      return next
    })

  function move(step: 1 | -1) {
    let next = active + step
    while (rows[next]?.row === 'visit') next += step
    if (!rows[next]) return
    setActive(next)
    virtual.scrollToIndex(next)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] button`)?.focus({ preventScroll: true })
    )
  }
  usePlainKeys((key, event) => {
    if (key === 'j') move(1)
    else if (key === 'k') move(-1)
    else return
    event.preventDefault()
  })

  if (past.isPending)
    return (
      <Loading what="the timeline">
        <TimelineSkeleton />
      </Loading>
    )
  if (past.isError && events.length === 0)
    return <Failure fault={past.error} what="The timeline" onRetry={() => void past.refetch()} />
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <h2 className="sr-only">Timeline</h2>
      <TimelineFilter types={types} onChange={onTypes} />
      <div aria-live="polite" className="pointer-events-none absolute inset-x-0 top-14 z-10 flex justify-center">
        {timeline.waiting > 0 && (
          <button
            type="button"
            onClick={() => {
              timeline.showNew()
              scroller.current?.scrollTo({ top: 0 })
            }}
            className="pointer-events-auto flex h-8 animate-rise items-center gap-1.5 rounded-full bg-accent px-3 text-sm font-medium text-on-accent shadow-float"
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {timeline.waiting} new
          </button>
        )}
      </div>
      {rows.length === 0 ? (
        <NoEvents isFiltered={types !== undefined} onClear={() => onTypes(undefined)} />
      ) : (
        <section
          ref={scroller}
          aria-label="Events"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-3 outline-offset-[-2px] md:px-4"
        >
          <ol className="relative mx-auto max-w-3xl" style={{ height: virtual.getTotalSize() }}>
            {shown.map(item => {
              const row = rows[item.index]
              return row ? (
                <li
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {row.row === 'visit' ? (
                    <VisitLine
                      row={row}
                      isOnline={person.online && item.index === 0}
                      hasDevices={person.devices.length > 1}
                    />
                  ) : (
                    <EventLine
                      event={row.event}
                      folded={row.folded}
                      deliveries={deliveries.get(row.event.id)}
                      isLast={row.isLast}
                      isOpen={openEvents.has(row.event.id)}
                      isFresh={timeline.isFresh(row.event)}
                      onToggle={() => toggle(row.event.id)}
                    />
                  )}
                </li>
              ) : null
            })}
          </ol>
          <End past={past} isFiltered={types !== undefined} firstSeenText={counted(events.length, 'event')} />
        </section>
      )}
    </div>
  )
}

type EndProps = { past: ReturnType<typeof useTimeline>['past']; isFiltered: boolean; firstSeenText: string }

function End({ past, isFiltered, firstSeenText }: EndProps) {
  return (
    <div className="flex items-center justify-center gap-3 py-6 text-center text-xs text-ink-faint">
      {past.isFetchNextPageError ? (
        <span role="alert" className="flex items-center gap-3">
          {faultText(past.error)}
          <Button size="small" onClick={() => void past.fetchNextPage()}>
            Try again
          </Button>
        </span>
      ) : past.hasNextPage ? (
        <Loading what="older events">Loading older events</Loading>
      ) : (
        <span>
          {isFiltered ? 'All of these kinds, from the first visit on' : 'From their first visit on'}: {firstSeenText}
        </span>
      )}
    </div>
  )
}

function NoEvents({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <Empty
      icon={<History aria-hidden className="size-5" />}
      title="No events of these kinds"
      actions={<Button onClick={onClear}>Show all kinds</Button>}
    />
  ) : (
    <Empty icon={<History aria-hidden className="size-5" />} title="No events yet">
      This person was recognised, but no page view or event of theirs is kept. Older ones may be past the retention of
      this workspace. New ones appear here as they happen.
    </Empty>
  )
}
