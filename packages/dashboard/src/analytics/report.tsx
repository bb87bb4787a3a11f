import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { CircleSlash, Hourglass, RotateCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError } from '../api.ts'
import { queryClient } from '../query-client.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Empty, Failure, Loading } from '../ui/states.tsx'
import { compactCount } from '../words/numbers.ts'
import { progressQuery } from './asking.ts'

type Props<Answer> = {
  query: UseQueryResult<Answer>
  queryKey: readonly unknown[]
  /** "The trend": as the subject of a sentence. */
  what: string
  /** The shape of what comes. */
  skeleton: ReactNode
  className?: string
  children: (answer: Answer) => ReactNode
}

/** After so long somebody wonders whether it still works. */
const slowMs = 1_000

/**
 * A report in each of its states. While a new answer is on its way the last one stays, dimmed; what takes longer than a second says so
 * and can be stopped; what the server holds to be too much is no fault of anybody and says what to change.
 */
export function Report<Answer>({ query, queryKey, what, skeleton, className, children }: Props<Answer>) {
  const { data, error, isFetching, isPlaceholderData, refetch } = query
  const isSlow = useSlow(isFetching)
  const again = () => void refetch()
  const stop = () => void queryClient.cancelQueries({ queryKey })
  const isStale = isFetching && isPlaceholderData
  return (
    <div className={classes('relative min-w-0', className)} aria-busy={isFetching}>
      {isSlow && <Slow what={what} queryKey={queryKey} onStop={stop} />}
      {error && !isFetching && (data === undefined || isPlaceholderData) ? (
        <Refused fault={error} what={what} onRetry={again} />
      ) : data !== undefined ? (
        <div className={classes('min-w-0 transition-opacity', isStale && 'opacity-50')}>{children(data)}</div>
      ) : isFetching ? (
        <Loading what={what.toLowerCase()}>{skeleton}</Loading>
      ) : (
        <Stopped onRetry={again} />
      )}
    </div>
  )
}

function useSlow(isFetching: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isFetching) return
    const timer = setTimeout(setSlow, slowMs, true)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [isFetching])
  return isSlow
}

type SlowProps = { what: string; queryKey: readonly unknown[]; onStop: () => void }

function Slow({ what, queryKey, onStop }: SlowProps) {
  const { data } = useQuery(progressQuery(queryKey))
  const isWaiting = data?.state === 'waiting' && data.statements === 0
  const share = data && data.totalRows > 0 ? Math.min(1, data.readRows / data.totalRows) : undefined
  return (
    <div
      role="status"
      className="absolute inset-x-0 top-2 z-10 mx-auto flex w-72 max-w-full animate-rise flex-col gap-2 rounded-md bg-raised p-3 text-sm shadow-float"
    >
      <span className="flex items-center gap-2">
        <Hourglass aria-hidden className="size-4 shrink-0 text-ink-soft" />
        <span className="flex-1">{isWaiting ? 'Another report comes first' : `${what} takes a little longer`}</span>
        <Button size="small" onClick={onStop}>
          Stop
        </Button>
      </span>
      <span aria-hidden className="h-1 overflow-hidden rounded-full bg-pressed">
        <span
          className={classes('block h-full rounded-full bg-accent', share === undefined && 'w-1/4 animate-breathe')}
          style={share === undefined ? undefined : { width: `${Math.max(3, share * 100)}%` }}
        />
      </span>
      {share !== undefined && data && (
        <span aria-hidden className="text-xs text-ink-faint">
          {compactCount(data.readRows)} of about {compactCount(data.totalRows)} events read
        </span>
      )}
    </div>
  )
}

function Stopped({ onRetry }: { onRetry: () => void }) {
  return (
    <Empty
      icon={<CircleSlash aria-hidden className="size-5" />}
      title="Stopped"
      actions={
        <Button icon={<RotateCw aria-hidden className="size-3.5" />} onClick={onRetry}>
          Ask again
        </Button>
      }
    >
      Nothing was changed. A shorter time or fewer parts are answered sooner.
    </Empty>
  )
}

/** What was asked was understood and is too much, or cannot be asked so: the server's sentence says what to change. */
function Refused({ fault, what, onRetry }: { fault: unknown; what: string; onRetry: () => void }) {
  const isTurnedDown = fault instanceof ApiError && [400, 413, 422, 429].includes(fault.status)
  if (!isTurnedDown) return <Failure fault={fault} what={what} onRetry={onRetry} />
  return (
    <div role="alert">
      <Empty
        icon={<Hourglass aria-hidden className="size-5" />}
        title={fault.status === 429 ? 'Other reports come first' : 'This cannot be answered as it is asked'}
        actions={
          <Button icon={<RotateCw aria-hidden className="size-3.5" />} onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {fault.message}
      </Empty>
    </div>
  )
}
