import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import { useLive } from '../../../live/use-live.ts'
import { useAtMostEvery } from '../../../shell/use-at-most-every.ts'
import { OneThing } from '../../../ui/one-thing.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { PlaceTabs, placeTab } from '../../../ui/place-tabs.tsx'
import { Empty, Failure, Skeleton } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import { StateMark } from '../destination-marks.tsx'
import { DestinationSwitch } from '../destination-switch.tsx'
import { catalogQuery, destinationQuery } from '../integrations-data.ts'
import { destinationPlaces } from './destination-places.ts'
import { DestinationShown } from './destination-shown.ts'

const route = getRouteApi('/app/integrations/$id')
const lookMs = 2_000

/** Which destination it is, how it stands, and which of its tabs there are; what a tab shows is its own. */
export function DestinationFrame() {
  const { id } = route.useParams()
  const destination = useQuery(destinationQuery(id))
  const catalog = useQuery(catalogQuery)
  // How it stands changes with what is sent; the figures of its last hour need not be newer.
  const look = useAtMostEvery(lookMs, () => void destination.refetch({ cancelRefetch: false }))
  useLive({ type: 'watch', what: 'deliveries' }, look)
  return (
    <OneThing
      query={destination}
      what="destination"
      all={{ to: '/integrations', label: 'All destinations' }}
      skeleton={
        <>
          <Skeleton className="h-16" />
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-48" />
        </>
      }
      missing={{
        icon: <Unplug aria-hidden className="size-5" />,
        text: 'It may have been deleted. Nothing is sent to it any more.'
      }}
    >
      {(shown, back) => {
        const kind = catalog.data?.items.find(({ type }) => type === shown.type)
        return (
          <>
            <PageHeader title={plainText(shown.name)} back={back} note={<StateMark state={shown.state} />}>
              <DestinationSwitch destination={shown} />
            </PageHeader>
            <PlaceTabs label="This destination">
              {destinationPlaces.map(({ to, label }) => (
                <Link
                  key={to}
                  to={to}
                  params={{ id }}
                  activeOptions={{ exact: true, includeSearch: false }}
                  className={placeTab}
                >
                  {label}
                </Link>
              ))}
            </PlaceTabs>
            {kind ? (
              <DestinationShown value={{ destination: shown, kind }}>
                <Outlet />
              </DestinationShown>
            ) : catalog.isError ? (
              <Failure fault={catalog.error} what="This destination" onRetry={() => void catalog.refetch()} />
            ) : (
              catalog.isSuccess && (
                <Empty icon={<Unplug aria-hidden className="size-5" />} title="Foyer cannot send to this any more">
                  Its kind is not part of this version. What waits for it is kept.
                </Empty>
              )
            )}
          </>
        )
      }}
    </OneThing>
  )
}
