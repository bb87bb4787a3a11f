import type { Person } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserRoundX } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../api.ts'
import { useLive } from '../../live/use-live.ts'
import { queryClient } from '../../query-client.ts'
import { useAtMostEvery } from '../../shell/use-at-most-every.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { ChoiceButton } from '../../ui/choice-button.tsx'
import { classes } from '../../ui/classes.ts'
import { useTitle } from '../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { counted } from '../../words/numbers.ts'
import { nameOf } from '../../words/people.ts'
import { Facts } from './facts.tsx'
import { personQuery } from './person-data.ts'
import { ProfileHeader } from './profile-header.tsx'
import { TimelinePane } from './timeline-pane.tsx'
import { TimelineSkeleton } from './timeline-skeleton.tsx'

export type ProfileView = 'timeline' | 'facts'
type Props = {
  id: string
  /** Beside another page there is room for one column only, as on a phone. */
  layout: 'page' | 'panel'
  types: string | undefined
  show: ProfileView
  onTypes: (types: string | undefined) => void
  onShow: (show: ProfileView) => void
  back: ReactNode
}

const lookAgainMs = 2_000

export function Profile({ id, layout, types, show, onTypes, onShow, back }: Props) {
  const person = useQuery(personQuery(id))
  const lookAgain = useAtMostEvery(lookAgainMs, () => void queryClient.invalidateQueries({ queryKey: ['person', id] }))
  useLive({ type: 'watch', what: 'person', id }, frame => {
    const isThem = frame.type === 'person' && (frame.personId === id || frame.personId === person.data?.id)
    if (isThem) lookAgain()
  })

  if (person.isPending) return <ProfileSkeleton layout={layout} back={back} />
  if (person.isError && !person.data) {
    return person.error instanceof ApiError && person.error.status === 404 ? (
      <div className="flex flex-1 flex-col">
        <div className="px-4 pt-3">{back}</div>
        <NobodyThere />
      </div>
    ) : (
      <Failure fault={person.error} what="This person" onRetry={() => void person.refetch()} />
    )
  }
  return <Shown {...{ person: person.data, id, layout, types, show, onTypes, onShow, back }} />
}

function Shown({ person, id, layout, types, show, onTypes, onShow, back }: Props & { person: Person }) {
  useTitle(nameOf(person))
  const isPage = layout === 'page'
  const group = person.devices
    .map(device => device.visitorId)
    .sort()
    .join()
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ProfileHeader person={person} back={back} isCompact={!isPage} />
      <fieldset
        aria-label="Show"
        className={classes('flex gap-1 border-b border-line px-3 py-1.5', isPage && 'lg:hidden')}
      >
        <ChoiceButton isOn={show === 'timeline'} onClick={() => onShow('timeline')}>
          Timeline
        </ChoiceButton>
        <ChoiceButton isOn={show === 'facts'} onClick={() => onShow('facts')}>
          Facts
        </ChoiceButton>
        <span className="ml-auto self-center pr-1 text-xs text-ink-faint">{counted(person.visits, 'visit')}</span>
      </fieldset>
      <div className="flex min-h-0 flex-1">
        <aside
          aria-label="Facts"
          className={classes(
            'min-h-0 overflow-y-auto',
            show === 'facts' ? 'flex-1' : 'hidden',
            isPage && 'lg:block lg:w-92 lg:flex-none lg:border-r lg:border-line'
          )}
        >
          <Facts person={person} />
        </aside>
        <section
          aria-label="Timeline"
          className={classes(
            'min-h-0 min-w-0 flex-1 flex-col',
            show === 'timeline' ? 'flex' : 'hidden',
            isPage && 'lg:flex'
          )}
        >
          <TimelinePane
            key={`${group} ${types}`}
            person={person}
            id={id}
            group={group}
            types={types}
            onTypes={onTypes}
          />
        </section>
      </div>
    </div>
  )
}

function NobodyThere() {
  return (
    <Empty
      icon={<UserRoundX aria-hidden className="size-5" />}
      title="There is no such person"
      actions={
        <Link to="/people" className={buttonClasses({ look: 'primary' })}>
          All people
        </Link>
      }
    >
      They may have been erased, or the address was cut off while copying.
    </Empty>
  )
}

function ProfileSkeleton({ layout, back }: { layout: 'page' | 'panel'; back: ReactNode }) {
  return (
    <Loading what="the profile" className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-3 border-b border-line p-4">
        {back}
        <Skeleton className="size-12 rounded-full" />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-4 w-44" />
          <Skeleton className="h-3.5 w-64" />
        </div>
      </div>
      <div className="flex flex-1">
        <div className={classes('hidden w-92 flex-col gap-3 border-r border-line p-5', layout === 'page' && 'lg:flex')}>
          {['w-1/3', 'w-full', 'w-5/6', 'w-full', 'w-2/3', 'w-full'].map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
            <Skeleton key={index} className={classes('h-4', width)} />
          ))}
        </div>
        <TimelineSkeleton />
      </div>
    </Loading>
  )
}
