import type { LoggedRequest } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { exactTime } from '../../../time/relative.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { faultText } from '../../../ui/states.tsx'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'
import { outcomeLooks, outcomeOf, senderText, sourceWords, speedText } from './request-words.ts'

const grid =
  'grid grid-cols-[5.5rem_3rem_1fr_4.5rem] items-center gap-x-3 px-4 text-sm md:grid-cols-[9.5rem_3rem_minmax(14rem,2fr)_7rem_minmax(9rem,1fr)_6rem_4.5rem] md:px-5'
const rowHeight = 34
const wide = 'max-md:hidden'

type Props = {
  requests: readonly LoggedRequest[]
  open: string | undefined
  timezone: string
  scroller: RefObject<HTMLDivElement | null>
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

export function RequestTable({ requests, open, timezone, scroller, more }: Props) {
  const virtual = useVirtualizer({
    count: requests.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => requests[index]?.id ?? index,
    overscan: 20
  })
  const shown = virtual.getVirtualItems()
  // The list is one stop of the keyboard: j and k go through it.
  const stop = requests.some(request => request.id === open) ? open : requests[shown[0]?.index ?? 0]?.id
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= requests.length - 20
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])
  return (
    <>
      <table className="block" aria-label="Requests" aria-rowcount={more.has ? -1 : requests.length + 1}>
        <thead className="sticky top-0 z-10 block border-y border-line bg-sunken text-xs text-ink-faint">
          <tr className={classes(grid, 'h-8')}>
            <Heading>Time</Heading>
            <Heading>Answer</Heading>
            <Heading>Request</Heading>
            <Heading isWide>Source</Heading>
            <Heading isWide>From</Heading>
            <Heading isWide>Browser</Heading>
            <Heading isRight>Took</Heading>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {shown.map(item => {
            const request = requests[item.index]
            return request ? (
              <tr
                key={request.id}
                aria-rowindex={item.index + 2}
                aria-selected={request.id === open}
                className={classes(
                  grid,
                  'absolute inset-x-0 top-0 border-b border-line hover:bg-hover',
                  request.id === open && 'bg-accent-soft'
                )}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <Row request={request} isOpen={request.id === open} isStop={request.id === stop} timezone={timezone} />
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

function Heading({ isWide, isRight, children }: { isWide?: boolean; isRight?: boolean; children: string }) {
  return (
    <th scope="col" className={classes('font-normal', isRight ? 'text-right' : 'text-left', isWide && wide)}>
      {children}
    </th>
  )
}

type RowProps = { request: LoggedRequest; isOpen: boolean; isStop: boolean; timezone: string }

function Row({ request, isOpen, isStop, timezone }: RowProps) {
  const { id, at, method, endpoint, status, source, country, browser, bot, durationMs } = request
  return (
    <>
      <td className="truncate text-ink-soft">
        <time dateTime={at} title={exactTime(at, timezone)}>
          <span className={wide}>{stamp(at, timezone, true)} </span>
          {stamp(at, timezone, false)}
        </time>
      </td>
      <td>
        <Status status={status} />
      </td>
      <td className="min-w-0 truncate">
        <Link
          from="/analytics/requests"
          to="."
          search={current => ({ ...current, open: isOpen ? undefined : id })}
          replace
          tabIndex={isStop ? 0 : -1}
          className="font-mono text-xs after:absolute after:inset-0"
        >
          <span className="text-ink-soft">{method}</span> {endpoint}
        </Link>
        {request.count > 1 && <span className="pl-2 text-xs text-ink-soft">× {count(request.count)}</span>}
      </td>
      <td className={classes(wide, 'truncate')}>{sourceWords[source]}</td>
      <td
        className={classes(wide, 'truncate', request.ip === undefined && 'text-ink-faint')}
        title={country && countryName(country)}
      >
        {senderText(request)}
        {country && <span className="pl-1.5 text-ink-faint">{country}</span>}
      </td>
      <td className={classes(wide, 'truncate text-ink-soft')}>{bot ? 'Program' : (browser ?? '—')}</td>
      <td className="text-right whitespace-nowrap">{speedText(durationMs)}</td>
    </>
  )
}

export function Status({ status }: { status: number }) {
  return (
    <span className={classes('rounded-sm px-1.5 py-0.5 text-xs font-medium', outcomeLooks[outcomeOf(status)])}>
      {status}
    </span>
  )
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day, or the time to the second: of a log every second counts. */
function stamp(at: string, timezone: string, isDay: boolean): string {
  const key = `${timezone} ${isDay}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hourCycle: 'h23',
      ...(isDay ? { day: '2-digit', month: 'short' } : { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    })
  formats.set(key, format)
  return format.format(new Date(at))
}
