import type { Agent } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Radio, X } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import { type LiveAddress, readLiveAddress } from '../../addresses.ts'
import { ConnectionNote } from '../../live/connection-note.tsx'
import { useLineState } from '../../live/use-line.ts'
import { useCan } from '../../session.ts'
import { FirstSteps } from '../../shell/first-steps.tsx'
import { usePlainKeys } from '../../shell/keys.ts'
import { Button, buttonClasses, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { PageHeader, useTitle } from '../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { countryName } from '../../words/countries.ts'
import { count } from '../../words/numbers.ts'
import { agentsQuery } from '../agents/agents-data.ts'
import { pageName } from '../person/event-sentence.ts'
import { Breakdown } from './breakdown.tsx'
import { HereList } from './here-list.tsx'
import { type Here, inOrder, sharesOf } from './here-now.ts'
import { useHereNow } from './use-here-now.ts'
import { WorldMap } from './world-map.tsx'

const route = getRouteApi('/app/live')

// Most look at the list; the profile comes when somebody is opened.
const Profile = lazy(() => import('../person/profile.tsx').then(({ Profile }) => ({ default: Profile })))

const pageOf = (person: Here) => {
  const key = person.path ?? person.url
  return key === undefined ? undefined : { key, label: pageName(person) }
}
const countryOf = ({ country }: Here) =>
  country === undefined ? undefined : { key: country, label: countryName(country) }
const sourceOf = ({ source }: Here) => (source === undefined ? undefined : { key: source, label: source })

export function LivePage() {
  const address = route.useSearch()
  const navigate = useNavigate({ from: '/live' })
  const { now, first } = useHereNow()
  const state = useLineState()
  const everyone = useMemo(() => inOrder(now), [now])
  const change = (next: LiveAddress) =>
    void navigate({ search: current => readLiveAddress({ ...current, ...next }), replace: true })
  const { page, country, source, person } = address
  const shown = useMemo(
    () =>
      everyone.filter(
        here =>
          (page === undefined || pageOf(here)?.key === page) &&
          (country === undefined || here.country === country) &&
          (source === undefined || here.source === source)
      ),
    [everyone, page, country, source]
  )
  const byCountry = useMemo(() => sharesOf(everyone, countryOf), [everyone])
  const isFiltered = page !== undefined || country !== undefined || source !== undefined
  useTitle(`${count(now.total)} here now`)
  usePlainKeys(key => {
    if (key === 'Escape' && person !== undefined) change({ person: undefined, types: undefined, show: undefined })
  })

  return (
    <>
      <PageHeader title="Live">
        {isFiltered && (
          <Button look="quiet" onClick={() => change({ page: undefined, country: undefined, source: undefined })}>
            Show everyone
          </Button>
        )}
        <ConnectionNote />
      </PageHeader>
      <div className="relative flex min-h-0 flex-1">
        {first.isPending && everyone.length === 0 ? (
          <LiveSkeleton />
        ) : first.isError && everyone.length === 0 && state !== 'open' ? (
          <Failure fault={first.error} what="Who is here" onRetry={() => void first.refetch()} />
        ) : (
          <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
            <section aria-label="People here now" className="flex min-w-0 flex-col lg:min-h-0 lg:flex-1">
              <BigNumber total={now.total} shown={isFiltered ? shown.length : undefined} isLive={state === 'open'} />
              {everyone.length === 0 ? (
                <NobodyHere />
              ) : (
                <HereList people={shown} chosen={person} onChoose={id => change({ person: id })} />
              )}
            </section>
            <aside
              aria-label="Where they are"
              className={classes(
                'flex shrink-0 flex-col gap-6 border-line p-4 max-lg:border-t md:p-5 lg:w-104 lg:overflow-y-auto lg:border-l',
                // The open profile takes the place of the map, so that the list keeps its own.
                person !== undefined && 'lg:hidden'
              )}
            >
              <WorldMap shares={byCountry} />
              <Breakdown
                title="Pages"
                shares={sharesOf(everyone, pageOf)}
                of={everyone.length}
                chosen={page}
                onChoose={key => change({ page: key })}
              />
              <Breakdown
                title="Countries"
                shares={byCountry}
                of={everyone.length}
                chosen={country}
                onChoose={key => change({ country: key })}
                hasFlags
              />
              <Breakdown
                title="Sources"
                shares={sharesOf(everyone, sourceOf)}
                of={everyone.length}
                chosen={source}
                onChoose={key => change({ source: key })}
              />
            </aside>
          </div>
        )}
        {person !== undefined && (
          <aside
            aria-label="Profile"
            className="absolute inset-y-0 right-0 z-20 flex w-full animate-slide flex-col border-line bg-surface sm:w-120 sm:border-l max-lg:sm:shadow-float lg:static lg:w-112"
          >
            <Suspense>
              <Profile
                key={person}
                id={person}
                layout="panel"
                types={address.types}
                show={address.show ?? 'timeline'}
                onTypes={types => change({ types })}
                onShow={show => change({ show: show === 'facts' ? show : undefined })}
                back={
                  <IconButton
                    label="Close the profile"
                    className="-ml-1.5"
                    onClick={() => change({ person: undefined, types: undefined, show: undefined })}
                  >
                    <X aria-hidden className="size-4" />
                  </IconButton>
                }
              />
            </Suspense>
          </aside>
        )}
      </div>
    </>
  )
}

function BigNumber({ total, shown, isLive }: { total: number; shown: number | undefined; isLive: boolean }) {
  return (
    <div className="flex items-end gap-5 border-b border-line px-4 py-4 md:px-5 md:py-5">
      <span className="relative text-figure font-medium tracking-tight">
        {count(total)}
        {isLive && total > 0 && (
          <span aria-hidden className="absolute top-1.5 -right-3 size-2 animate-breathe rounded-full bg-glow" />
        )}
      </span>
      <span className="pb-1.5 text-base text-ink-soft">
        {total === 1 ? 'person' : 'people'} here now
        {shown !== undefined && <span className="text-ink-faint"> · {count(shown)} shown</span>}
      </span>
      <span role="status" className="sr-only">
        {count(total)} {total === 1 ? 'person' : 'people'} here now
      </span>
    </div>
  )
}

const hasEvents = (agents: Agent[] | undefined) => agents?.some(agent => agent.firstEventAt !== undefined) ?? true

/** Quiet hours and a snippet that was never installed look alike and need different next steps. */
function NobodyHere() {
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') })
  if (agents.isLoading) return <p className="sr-only">Nobody is here right now</p>
  return hasEvents(agents.data?.items) ? (
    <Empty
      icon={<Radio aria-hidden className="size-5" />}
      title="Nobody is here right now"
      actions={
        <>
          <Link to="/people" className={buttonClasses({})}>
            Who was here before
          </Link>
          <a href="/demo" target="_blank" rel="noopener" className={buttonClasses({})}>
            Open the demo shop
          </a>
        </>
      }
    >
      Whoever opens a page with your snippet appears here within a second or two. Leave this page open.
    </Empty>
  ) : (
    <Empty icon={<Radio aria-hidden className="size-5" />} title="No event has arrived yet" actions={<FirstSteps />}>
      Put the snippet on a page, or walk through the demo shop and see yourself arrive.
    </Empty>
  )
}

function LiveSkeleton() {
  return (
    <Loading what="who is here" className="flex min-w-0 flex-1 flex-col">
      <div className="border-b border-line p-5">
        <Skeleton className="h-12 w-40" />
      </div>
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <div key={index} className="flex h-14 items-center gap-3 border-b border-line px-5">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-3.5 w-1/3" />
          <Skeleton className="ml-auto h-3.5 w-12" />
        </div>
      ))}
    </Loading>
  )
}
