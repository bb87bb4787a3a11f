import type { Segment } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Plus, UsersRound } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { segmentsQuery, useSegmentName } from '../../../analytics/filters/filter-data.ts'
import { useCan } from '../../../session.ts'
import { buttonClasses } from '../../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { ruleText } from './rule-words.ts'
import { countQuery } from './segments-data.ts'
import { usesText } from './use-words.ts'

const route = getRouteApi('/app/analytics/segments')

/** All segments of the workspace, with how many people each is now. */
export function SegmentsPage() {
  const { filters } = route.useSearch()
  const mayWrite = useCan('analytics:write')
  const { data, error, refetch } = useQuery(segmentsQuery)
  // One after another: the reports of a workspace have one turn at a time, and a page with many segments is not to take all of them.
  const [asked, setAsked] = useState(1)
  const make = mayWrite && (
    <Link
      to="/analytics/segments/new"
      // What the reports are narrowed to at the moment is what it begins with.
      search={filters === undefined ? {} : { filters }}
      className={buttonClasses({ look: 'primary' })}
    >
      <Plus aria-hidden className="size-4" />
      New segment
    </Link>
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
      {data ? (
        data.items.length === 0 ? (
          <Empty icon={<UsersRound aria-hidden className="size-5" />} title="No segments yet" actions={make}>
            A segment is a group of people by what they are and what they did: who ordered twice, who talked with us,
            who never came back. It works as a filter in every report, in the list of people and in messages.
          </Empty>
        ) : (
          <div className="mx-auto flex max-w-4xl flex-col gap-4">
            <div className="flex items-center justify-between gap-3">
              <h2 className="text-base font-medium">{counted(data.items.length, 'segment')}</h2>
              {make}
            </div>
            <ul className="divide-y divide-line rounded-md border border-line bg-surface">
              {data.items.map((segment, index) => (
                <Row
                  key={segment.id}
                  segment={segment}
                  isAsked={index < asked}
                  onCounted={() => setAsked(before => Math.max(before, index + 2))}
                />
              ))}
            </ul>
          </div>
        )
      ) : error ? (
        <Failure fault={error} what="The segments" onRetry={() => void refetch()} />
      ) : (
        <Loading what="segments" className="mx-auto flex max-w-4xl flex-col gap-3">
          {[0, 1, 2].map(row => (
            <Skeleton key={row} className="h-16 rounded-md" />
          ))}
        </Loading>
      )}
    </div>
  )
}

type RowProps = { segment: Segment; isAsked: boolean; onCounted: () => void }

function Row({ segment: { id, name, rule, usedBy = [] }, isAsked, onCounted }: RowProps) {
  const segmentName = useSegmentName(true)
  const { data, isError, isFetched } = useQuery({ ...countQuery(rule, undefined), enabled: isAsked })
  const tell = useEffectEvent(onCounted)
  useEffect(() => {
    if (isFetched) tell()
  }, [isFetched])
  return (
    <li className="relative flex items-center gap-4 px-4 py-3 hover:bg-hover has-[a:focus-visible]:bg-hover">
      <span className="min-w-0 flex-1">
        <Link
          to="/analytics/segments/$id"
          params={{ id }}
          className="block truncate text-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <span className="block truncate text-xs text-ink-soft" title={ruleText(rule, segmentName)}>
          {ruleText(rule, segmentName)}
        </span>
        {usedBy.length > 0 && <span className="block truncate text-xs text-ink-faint">Used by {usesText(usedBy)}</span>}
      </span>
      <span className="shrink-0 text-right text-sm tabular-nums">
        {data ? (
          <>
            <span className="block font-medium">{counted(data.people, 'person', 'people')}</span>
            <span className="block text-xs text-ink-faint">of {count(data.of)}</span>
          </>
        ) : isError ? (
          <span className="text-xs text-ink-faint">not counted</span>
        ) : (
          <Skeleton className="h-4 w-20" />
        )}
      </span>
    </li>
  )
}
