import type { Delivery } from '@foyer/protocol'
import type { RefObject } from 'react'
import { exactTime } from '../../../time/relative.ts'
import { stamp } from '../../../time/stamp.ts'
import { classes } from '../../../ui/classes.ts'
import { LogHeading, LogTable } from '../../../ui/log-table.tsx'
import { plainText } from '../../../words/people.ts'
import { tookText } from '../destination-words.ts'
import { DeliveryMark } from './delivery-mark.tsx'
import { eventText, originWords } from './delivery-words.ts'

/** In a narrow list only what says most stays, and on a phone the name of the event is what says most. */
const spare = '@max-2xl:hidden'
const spareOnPhone = '@max-md:hidden'
const grid =
  'grid grid-cols-[4rem_7.5rem_minmax(0,1fr)] items-center gap-x-3 px-4 text-sm @md:grid-cols-[4rem_7.5rem_minmax(0,1fr)_3.5rem] @2xl:grid-cols-[8.5rem_7.5rem_minmax(8rem,2fr)_minmax(0,1.5fr)_3rem_4.5rem] md:px-5'

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

export function DeliveryList({ deliveries, hasDestination, timezone, onOpen, ...list }: Props) {
  return (
    <LogTable
      label="Deliveries"
      items={deliveries}
      grid={grid}
      head={
        <>
          <LogHeading>Time</LogHeading>
          <LogHeading>Verdict</LogHeading>
          <LogHeading>Event</LogHeading>
          <LogHeading className={spare}>{hasDestination ? 'Destination' : 'Page'}</LogHeading>
          <LogHeading className={spare}>Answer</LogHeading>
          <LogHeading isRight className={spareOnPhone}>
            Took
          </LogHeading>
        </>
      }
      {...list}
    >
      {(delivery, isStop) => <Row {...{ delivery, isStop, hasDestination, timezone, onOpen }} />}
    </LogTable>
  )
}

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
      <td className={classes(spareOnPhone, 'text-right whitespace-nowrap text-ink-soft')}>
        {durationMs === undefined ? '—' : tookText(durationMs)}
      </td>
    </>
  )
}

const pathOf = (url: string) => URL.parse(url)?.pathname ?? url
