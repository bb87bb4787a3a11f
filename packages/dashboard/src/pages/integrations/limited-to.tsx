import type { Destination } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { plainText } from '../../words/people.ts'

/** That not everybody's events are sent, and whose are. */
export function LimitedTo({ destination: { segmentId, segmentName = '' } }: { destination: Destination }) {
  if (segmentId === null) return null
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-sm text-ink-soft">
      <UsersRound aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate">
        Only people in{' '}
        <Link
          to="/analytics/segments/$id"
          params={{ id: segmentId }}
          className="rounded-sm text-accent underline underline-offset-2"
        >
          <bdi>{plainText(segmentName)}</bdi>
        </Link>
      </span>
    </p>
  )
}
