import type { LastHalfHour } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ExportMenu } from '../../../analytics/save-export/export-menu.tsx'
import { useLive } from '../../../live/use-live.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan, useTimezone } from '../../../session.ts'
import { useAtMostEvery } from '../../../shell/use-at-most-every.ts'
import { clockTime } from '../../../time/relative.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import { type NowPart, nowParts } from './overview-address.ts'
import { lastHalfHourQuery } from './overview-data.ts'
import { ValueFlag } from './value-flag.tsx'

const rereadMs = 3_000
/** A minute passes also when nobody does anything. */
const tickMs = 20_000

type Props = { part: NowPart; onPart: (part: NowPart) => void }

/** What goes on now, whatever time the rest of the page is about; it moves while one looks. */
export function HalfHour({ part, onPart }: Props) {
  const mayWatch = useCan('live:read')
  const live = useQuery({ ...lastHalfHourQuery, refetchInterval: tickMs })
  const reread = useAtMostEvery(rereadMs, () => void queryClient.invalidateQueries(lastHalfHourQuery))
  useLive(mayWatch ? { type: 'watch', what: 'visitors' } : null, reread)
  return (
    <section aria-label="The last 30 minutes" className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex h-7 items-center gap-2 px-2">
        <h2 className="flex-1 text-sm font-medium">The last 30 minutes</h2>
        {mayWatch && (
          <Link
            to="/live"
            className="rounded-sm text-xs text-ink-soft underline-offset-2 hover:text-ink hover:underline"
          >
            Who is here now
          </Link>
        )}
        {live.data && <ExportMenu kind="live" question={{}} name="Last 30 minutes" isSmall />}
      </div>
      <div className="flex min-h-59 flex-col gap-2">
        {live.data ? (
          <Now now={live.data} part={part} onPart={onPart} />
        ) : live.isError ? (
          <Failure isCompact fault={live.error} what="The last 30 minutes" onRetry={() => void live.refetch()} />
        ) : (
          <Loading what="the last 30 minutes" className="flex flex-col gap-3 px-2">
            <Skeleton className="h-7 w-24" />
            <Skeleton className="h-16" />
            <Skeleton className="h-3 w-2/3" />
            <Skeleton className="h-3 w-1/2" />
          </Loading>
        )}
      </div>
    </section>
  )
}

const partWords = { pages: 'Pages', countries: 'Countries', sources: 'Sources', events: 'Events' }
const dimensions = { pages: 'page', countries: 'country', sources: 'source', events: 'event' } as const
const shownRows = 4

function Now({ now, part, onPart }: Props & { now: LastHalfHour }) {
  const rows =
    part === 'events'
      ? now.events.map(({ value, count }) => ({ value, amount: count }))
      : now[part].map(({ value, visitors }) => ({ value, amount: visitors }))
  return (
    <>
      <p className="flex items-baseline gap-2 px-2">
        <span className="text-xl font-medium">{count(now.visitors)}</span>
        <span className="text-sm text-ink-soft">
          {now.visitors === 1 ? 'visitor' : 'visitors'}, {counted(now.views, 'page view')}
        </span>
      </p>
      <Minutes now={now} />
      <div className="flex gap-0.5 strip px-1">
        {nowParts.map(name => (
          <ChoiceButton key={name} size="small" isOn={name === part} onClick={() => onPart(name)}>
            {partWords[name]}
          </ChoiceButton>
        ))}
      </div>
      {rows.length === 0 ? (
        <p className="px-2 py-2 text-sm text-ink-soft">
          {now.views === 0
            ? 'Nobody was here in this half hour. What happens now appears here.'
            : 'None in this half hour.'}
        </p>
      ) : (
        <ul className="flex flex-col">
          {rows.slice(0, shownRows).map(({ value, amount }) => (
            <li key={value} className="flex h-6 items-center gap-2 px-2 text-sm">
              <ValueFlag dimension={dimensions[part]} value={value} />
              <bdi className="min-w-0 flex-1 truncate">{valueWords(dimensions[part], value)}</bdi>
              <span>{count(amount)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Thirty bars; a screen reader hears the minutes in which something happened. */
function Minutes({ now }: { now: LastHalfHour }) {
  const timezone = useTimezone()
  const most = Math.max(1, ...now.minutes.map(({ visitors }) => visitors))
  const told = now.minutes
    .filter(({ visitors }) => visitors > 0)
    .map(({ at, visitors }) => `${clockTime(at, timezone)}: ${visitors}`)
  return (
    <div className="px-2">
      <svg
        viewBox="0 0 300 48"
        preserveAspectRatio="none"
        role="img"
        aria-label={told.length === 0 ? 'Visitors by the minute: nobody' : `Visitors by the minute: ${told.join(', ')}`}
        className="h-12 w-full"
      >
        {now.minutes.map(({ at, visitors, views }, index) => {
          const height = visitors === 0 ? 1.5 : 4 + (visitors / most) * 42
          return (
            <rect
              key={at}
              x={index * 10 + 1}
              width="8"
              y={48 - height}
              height={height}
              className={visitors === 0 ? 'fill-line-strong' : 'fill-accent'}
            >
              <title>
                {clockTime(at, timezone)}: {counted(visitors, 'visitor')}, {counted(views, 'page view')}
              </title>
            </rect>
          )
        })}
      </svg>
      <p aria-hidden className="flex justify-between text-xs text-ink-faint">
        <span>{clockTime(now.minutes[0]?.at ?? now.asOf, timezone)}</span>
        <span>{clockTime(now.asOf, timezone)}</span>
      </p>
    </div>
  )
}
