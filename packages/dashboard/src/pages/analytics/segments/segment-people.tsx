import type { PersonSummary, SegmentCount } from '@foyer/protocol'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ExportMenu } from '../../../analytics/save-export/export-menu.tsx'
import { useCan, useTimezone } from '../../../session.ts'
import { clockTime } from '../../../time/relative.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { buttonClasses } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { VerifiedMark } from '../../../ui/marks.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { count, counted as countedText } from '../../../words/numbers.ts'
import { isAnonymous, nameOf } from '../../../words/people.ts'

type Props = { counted: UseQueryResult<SegmentCount>; segmentId: string | undefined }

const share = ({ people, of }: SegmentCount) =>
  new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(of === 0 ? 0 : people / of)

/** How many people a rule means at the moment, and a few of them. */
export function SegmentPeople({ counted: { data, error, isError, isPlaceholderData, refetch }, segmentId }: Props) {
  const timezone = useTimezone()
  const mayReadPeople = useCan('people:read')
  return (
    <section aria-label="People in it" className="flex flex-col gap-3">
      {isError ? (
        <Failure isCompact fault={error} what="The people of this rule" onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <div
            className={classes(
              'flex flex-wrap items-baseline gap-x-3 transition-opacity',
              isPlaceholderData && 'opacity-60'
            )}
          >
            <h2 className="text-lg font-medium tabular-nums" aria-live="polite" aria-busy={isPlaceholderData}>
              {countedText(data.people, 'person', 'people')}
            </h2>
            <span className="text-sm text-ink-soft tabular-nums">
              {share(data)} of {count(data.of)}, as of {clockTime(data.asOf, timezone)}
            </span>
            <span className="flex-1" />
            {segmentId !== undefined && data.people > 0 && mayReadPeople && (
              <ExportMenu kind="people" question={{ segment: segmentId }} name="People of a segment" isSmall />
            )}
            {segmentId !== undefined && data.people > 0 && (
              <Link
                to="/people"
                search={{ segment: segmentId }}
                className={buttonClasses({ look: 'quiet', size: 'small' })}
              >
                See them in People
              </Link>
            )}
          </div>
          <First people={data.first} of={data.people} />
        </>
      ) : (
        <Loading what="the people of this rule" className="flex flex-col gap-3">
          <Skeleton className="h-6 w-40" />
          <Skeleton className="h-40 rounded-md" />
        </Loading>
      )}
    </section>
  )
}

function First({ people, of }: { people: PersonSummary[] | undefined; of: number }) {
  if (!people) return null
  if (of === 0)
    return (
      <p className="rounded-md border border-line bg-surface px-4 py-6 text-center text-sm text-ink-soft">
        Nobody at the moment. Take a filter away, or widen the time.
      </p>
    )
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {people.map(person => (
        <li key={person.id} className="relative flex items-center gap-2.5 px-4 py-2.5 text-sm hover:bg-hover">
          <Avatar id={person.id} isOnline={person.online} />
          <span className="flex min-w-0 flex-1 items-center gap-1.5">
            <Link
              to="/people/$id"
              params={{ id: person.id }}
              className={classes(
                'truncate outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
                isAnonymous(person) ? 'text-ink-soft' : 'font-medium'
              )}
            >
              <bdi>{nameOf(person)}</bdi>
            </Link>
            {person.verified && <VerifiedMark />}
          </span>
          <span className="shrink-0 text-xs text-ink-faint">
            <Ago at={person.lastSeenAt} />
          </span>
        </li>
      ))}
      {of > people.length && <li className="px-4 py-2 text-xs text-ink-faint">and {count(of - people.length)} more</li>}
    </ul>
  )
}
