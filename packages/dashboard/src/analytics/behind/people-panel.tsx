import type { PeopleBehind, PeopleBehindAnswer } from '@foyer/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UsersRound, X } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { BotMark, Flag, VerifiedMark } from '../../ui/marks.tsx'
import { Empty, Failure, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { placeText } from '../../words/countries.ts'
import { count } from '../../words/numbers.ts'
import { isAnonymous, nameOf } from '../../words/people.ts'
import { ExportMenu } from '../save-export/export-menu.tsx'
import { peopleBehind } from './behind-data.ts'

type Props = {
  of: PeopleBehind['of']
  /** "Lost before Order Completed". */
  title: string
  /** What makes somebody one of them, in a sentence. */
  lead: ReactNode
  /** Others one could look at from here, and what can be made of these. */
  actions?: ReactNode
  onClose: () => void
}

/** The very people behind a figure, beside it. */
export function PeoplePanel({ of, title, lead, actions, onClose }: Props) {
  const people = useInfiniteQuery(peopleBehind(of))
  const heading = useHeldFocus(title)
  usePlainKeys(key => {
    if (key === 'Escape') onClose()
  })
  const loaded = people.data?.pages.flatMap(({ items }) => items) ?? []
  const total = people.data?.pages[0]?.total ?? 0
  return (
    <aside
      aria-label={title}
      className="absolute inset-y-0 right-0 z-20 flex w-full animate-slide flex-col border-line bg-surface sm:w-96 sm:border-l max-xl:sm:shadow-float xl:static xl:shrink-0"
    >
      <header className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-3">
        <div className="flex items-start gap-2">
          <h2 ref={heading} tabIndex={-1} className="min-w-0 flex-1 text-base font-medium outline-none">
            <bdi>{title}</bdi>
          </h2>
          <IconButton isSmall label="Close the list of people" onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <p className="text-sm text-ink-soft">{lead}</p>
        <div className="flex flex-wrap items-center gap-1.5">
          {actions}
          {loaded.length > 0 && <ExportMenu kind="behind" question={{ of }} name={title} isSmall />}
        </div>
      </header>
      {people.isPending ? (
        <PanelSkeleton />
      ) : people.isError && !people.data ? (
        <Failure isCompact fault={people.error} what="These people" onRetry={() => void people.refetch()} />
      ) : loaded.length === 0 ? (
        <Empty icon={<UsersRound aria-hidden className="size-5" />} title="Nobody">
          Nobody stands here in this time.
        </Empty>
      ) : (
        <section
          aria-label="People"
          className="min-h-0 flex-1 overflow-y-auto"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
        >
          <p role="status" className="px-4 pt-3 pb-1 text-xs text-ink-faint">
            {count(loaded.length)} of {count(total)} {total === 1 ? 'person' : 'people'}
          </p>
          <ul>
            {loaded.map(person => (
              <Row key={person.id} person={person} />
            ))}
          </ul>
          {people.isFetchNextPageError ? (
            <div role="alert" className="flex flex-col items-center gap-2 p-4 text-sm text-ink-soft">
              {faultText(people.error)}
              <Button onClick={() => void people.fetchNextPage()}>Try again</Button>
            </div>
          ) : (
            people.hasNextPage && (
              <div className="flex justify-center p-4">
                <Button isBusy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )
          )}
        </section>
      )}
    </aside>
  )
}

function Row({ person }: { person: PeopleBehindAnswer['items'][number] }) {
  return (
    <li className="relative flex min-h-13 items-center gap-2.5 border-b border-line px-4 py-2 text-sm hover:bg-hover">
      <Avatar id={person.id} isOnline={person.online} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
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
          {person.bot && <BotMark />}
        </span>
        {person.country !== undefined && (
          <span className="flex items-center gap-1.5 truncate text-xs text-ink-faint">
            <Flag code={person.country} />
            {placeText(person)}
          </span>
        )}
      </span>
      {/* Above the link that covers the row, so that the exact time comes up on it. */}
      <Ago at={person.at ?? person.lastSeenAt} className="relative shrink-0 text-xs text-ink-faint" />
    </li>
  )
}

function PanelSkeleton() {
  return (
    <Loading what="people" className="flex flex-col">
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <span key={index} className="flex h-13 items-center gap-2.5 border-b border-line px-4">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-3.5 w-40" />
        </span>
      ))}
    </Loading>
  )
}

/** Whoever opened the list by keyboard is in it, and back where they were when it closes. */
function useHeldFocus(title: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const opener = useRef<Element | null>(null)
  const focus = useEffectEvent(() => heading.current?.focus({ preventScroll: true }))
  useEffect(() => {
    opener.current = document.activeElement
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
    }
  }, [])
  // Another figure is another list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is what changes with it
  useEffect(() => focus(), [title])
  return heading
}
