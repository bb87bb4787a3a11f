import type { UseQueryResult } from '@tanstack/react-query'
import { CircleSlash, Hourglass, RotateCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError } from '../api.ts'
import { queryClient } from '../query-client.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Empty, Failure, Loading } from '../ui/states.tsx'

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
      {isSlow && <Slow what={what} onStop={stop} />}
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

function Slow({ what, onStop }: { what: string; onStop: () => void }) {
  return (
    <div
      role="status"
      className="absolute inset-x-0 top-2 z-10 mx-auto flex w-fit animate-rise items-center gap-3 rounded-md bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-float"
    >
      <Hourglass aria-hidden className="size-4 text-ink-soft" />
      {what} takes a little longer
      <Button size="small" onClick={onStop}>
        Stop
      </Button>
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
