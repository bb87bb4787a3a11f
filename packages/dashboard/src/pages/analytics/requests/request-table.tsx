import type { LoggedRequest } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { exactTime } from '../../../time/relative.ts'
import { stamp } from '../../../time/stamp.ts'
import { classes } from '../../../ui/classes.ts'
import { LogHeading, LogTable } from '../../../ui/log-table.tsx'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'
import { outcomeLooks, outcomeOf, senderText, sourceWords, speedText } from './request-words.ts'

const grid =
  'grid grid-cols-[5.5rem_3rem_1fr_4.5rem] items-center gap-x-3 px-4 text-sm md:grid-cols-[9.5rem_3rem_minmax(14rem,2fr)_7rem_minmax(9rem,1fr)_6rem_4.5rem] md:px-5'
const wide = 'max-md:hidden'

type Props = {
  requests: readonly LoggedRequest[]
  open: string | undefined
  timezone: string
  scroller: RefObject<HTMLDivElement | null>
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

export function RequestTable({ requests, timezone, ...list }: Props) {
  return (
    <LogTable
      label="Requests"
      items={requests}
      grid={grid}
      head={
        <>
          <LogHeading>Time</LogHeading>
          <LogHeading>Answer</LogHeading>
          <LogHeading>Request</LogHeading>
          <LogHeading className={wide}>Source</LogHeading>
          <LogHeading className={wide}>From</LogHeading>
          <LogHeading className={wide}>Browser</LogHeading>
          <LogHeading isRight>Took</LogHeading>
        </>
      }
      {...list}
    >
      {(request, isStop) => <Row {...{ request, isStop, timezone }} isOpen={request.id === list.open} />}
    </LogTable>
  )
}

type RowProps = { request: LoggedRequest; isOpen: boolean; isStop: boolean; timezone: string }

function Row({ request, isOpen, isStop, timezone }: RowProps) {
  const { id, at, method, endpoint, status, source, country, browser, bot, durationMs } = request
  return (
    <>
      <td className="truncate text-ink-soft">
        <time dateTime={at} title={exactTime(at, timezone)}>
          <span className={wide}>{stamp(at, timezone, 'day')} </span>
          {stamp(at, timezone, 'second')}
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
