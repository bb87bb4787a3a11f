import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '../../session.ts'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { sentenceOf } from '../person/event-sentence.ts'
import { linesOf } from '../person/timeline-rows.ts'
import { excerptQuery } from './inbox-data.ts'
import { Group } from './visitor-facts.tsx'

const shownLines = 8

/** The last things they did, and the way to everything they ever did. */
export function Excerpt({ person }: { person: string }) {
  const mayRead = useCan('people:read')
  const timeline = useQuery({ ...excerptQuery(person), enabled: mayRead })
  if (!mayRead) return null
  return (
    <Group
      title="What they did"
      note={
        <Link to="/people/$id" params={{ id: person }} className="rounded-sm text-accent hover:underline">
          Full history
        </Link>
      }
    >
      {timeline.isPending ? (
        <Loading what="their history" className="flex flex-col gap-2">
          <Skeleton className="h-4" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-3/5" />
        </Loading>
      ) : timeline.isError ? (
        <Failure isCompact fault={timeline.error} what="Their history" onRetry={() => void timeline.refetch()} />
      ) : timeline.data.items.length === 0 ? (
        <p className="text-sm text-ink-soft">Nothing is recorded of them.</p>
      ) : (
        <ol className="flex flex-col gap-1.5">
          {linesOf(timeline.data.items)
            .slice(0, shownLines)
            .map(({ event }) => {
              const { parts, details } = sentenceOf(event)
              return (
                <li key={event.id} className="flex items-baseline gap-2 text-sm">
                  <span className="line-clamp-2 min-w-0 text-ink-soft">
                    {parts.map((part, index) =>
                      part.strong ? (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change places
                        <bdi key={index} className="text-ink">
                          {part.text}
                        </bdi>
                      ) : (
                        part.text
                      )
                    )}
                    {details.length > 0 && <bdi className="text-ink-faint"> · {details.join(' · ')}</bdi>}
                  </span>
                  <Ago at={event.at} className="ml-auto shrink-0 text-xs text-ink-faint" />
                </li>
              )
            })}
        </ol>
      )}
    </Group>
  )
}
