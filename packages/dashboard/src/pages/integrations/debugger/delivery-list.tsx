import type { Delivery } from '@foyer/protocol'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { exactTime } from '../../../time/relative.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { faultText } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import { tookText } from '../destination-words.ts'
import { DeliveryMark } from './delivery-mark.tsx'
import { eventText, originWords } from './delivery-words.ts'
import { stamp } from './stamp.ts'

const rowHeight = 34
/** In a narrow list only what says most stays. */
const spare = '@max-2xl:hidden'
const grid =
  'grid grid-cols-[4rem_7rem_minmax(0,1fr)_3.5rem] items-center gap-x-3 px-4 text-sm @2xl:grid-cols-[8.5rem_7rem_minmax(8rem,2fr)_minmax(0,1.5fr)_3rem_4.5rem] md:px-5'

type Props = {
  deliveries: readonly Delivery[]
  open: string | undefined
  /** Where several destinations stand in one list. */
  hasDestination: boolean
  timezone: string
  scroller: RefObject<HTMLDivElement | null>
  onOpen: (id: string) => void
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

export function DeliveryList({ deliveries, open, hasDestination, timezone, scroller, onOpen, more }: Props) {
  const virtual = useVirtualizer({
    count: deliveries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => deliveries[index]?.id ?? index,
    overscan: 20,
    scrollPaddingStart: rowHeight
  })
  const shown = virtual.getVirtualItems()
  const openAt = deliveries.findIndex(({ id }) => id === open)
  // The list is one stop of the keyboard: j and k go through it.
  const stop = openAt === -1 ? deliveries[shown[0]?.index ?? 0]?.id : open
  useEffect(() => {
    if (openAt !== -1) virtual.scrollToIndex(openAt)
  }, [openAt, virtual])
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= deliveries.length - 20
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])
  return (
    <>
      <table className="block" aria-label="Deliveries" aria-rowcount={more.has ? -1 : deliveries.length + 1}>
        <thead className="sticky top-0 z-10 block border-b border-line bg-sunken text-xs text-ink-faint">
          <tr className={classes(grid, 'h-8')}>
            <Heading>Time</Heading>
            <Heading>Verdict</Heading>
            <Heading>Event</Heading>
            <Heading isSpare>{hasDestination ? 'Destination' : 'Page'}</Heading>
            <Heading isSpare>Answer</Heading>
            <Heading isRight>Took</Heading>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {shown.map(item => {
            const delivery = deliveries[item.index]
            return delivery ? (
              <tr
                key={delivery.id}
                aria-rowindex={item.index + 2}
                aria-selected={delivery.id === open}
                className={classes(
                  grid,
                  'absolute inset-x-0 top-0 border-b border-line hover:bg-hover',
                  delivery.id === open && 'bg-accent-soft'
                )}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <Row
                  delivery={delivery}
                  isStop={delivery.id === stop}
                  hasDestination={hasDestination}
                  timezone={timezone}
                  onOpen={onOpen}
                />
              </tr>
            ) : null
          })}
        </tbody>
      </table>
      {more.fault !== undefined && (
        <p role="alert" className="flex items-center gap-3 p-4 text-sm text-ink-soft">
          {faultText(more.fault)} <Button onClick={more.load}>Try again</Button>
        </p>
      )}
    </>
  )
}

type HeadingProps = { isSpare?: boolean; isRight?: boolean; children: string }

const Heading = ({ isSpare, isRight, children }: HeadingProps) => (
  <th scope="col" className={classes('font-normal', isRight ? 'text-right' : 'text-left', isSpare && spare)}>
    {children}
  </th>
)

type RowProps = {
  delivery: Delivery
  isStop: boolean
  hasDestination: boolean
  timezone: string
  onOpen: (id: string) => void
}

function Row({ delivery, isStop, hasDestination, timezone, onOpen }: RowProps) {
  const { id, state, event, origin, status, durationMs, createdAt, destinationName } = delivery
  return (
    <>
      <td className="truncate text-ink-soft">
        <time dateTime={createdAt} title={exactTime(createdAt, timezone)}>
          <span className={spare}>{stamp(createdAt, timezone, 'day')} </span>
          {stamp(createdAt, timezone, 'second')}
        </time>
      </td>
      <td className="min-w-0 overflow-hidden">
        <DeliveryMark state={state} />
      </td>
      <td className="flex min-w-0 items-center gap-2">
        <button
          type="button"
          tabIndex={isStop ? 0 : -1}
          onClick={() => onOpen(id)}
          className="min-w-0 truncate text-left after:absolute after:inset-0"
        >
          <bdi>{plainText(eventText(event))}</bdi>
        </button>
        {originWords[origin] && (
          <span className="shrink-0 rounded-sm border border-line-strong px-1 text-xs text-ink-soft">
            {originWords[origin]}
          </span>
        )}
      </td>
      <td className={classes(spare, 'truncate text-ink-soft')}>
        <bdi>{plainText(hasDestination ? destinationName : pathOf(event.url))}</bdi>
      </td>
      <td className={classes(spare, 'text-ink-soft')}>{status ?? '—'}</td>
      <td className="text-right whitespace-nowrap text-ink-soft">
        {durationMs === undefined ? '—' : tookText(durationMs)}
      </td>
    </>
  )
}

const pathOf = (url: string) => URL.parse(url)?.pathname ?? url
