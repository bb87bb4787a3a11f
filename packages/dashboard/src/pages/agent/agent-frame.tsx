import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import { useSignedIn } from '../../session.ts'
import { CopyIcon } from '../../ui/copy.tsx'
import { OneThing } from '../../ui/one-thing.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { PlaceTabs, placeTab } from '../../ui/place-tabs.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { plainText } from '../../words/people.ts'
import { agentQuery } from '../agents/agents-data.ts'
import { agentPlaces } from './agent-places.ts'
import { AgentShown } from './agent-shown.ts'

const route = getRouteApi('/app/agents/$id')

/** Whose agent it is and which of its tabs there are; what a tab shows is its own. */
export function AgentFrame() {
  const { id } = route.useParams()
  const { scopes } = useSignedIn()
  const places = agentPlaces.filter(place => !place.scope || scopes.includes(place.scope))
  const agent = useQuery(agentQuery(id))
  return (
    <OneThing
      query={agent}
      what="agent"
      all={{ to: '/agents', label: 'All agents' }}
      skeleton={
        <>
          <Skeleton className="h-16" />
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-48" />
        </>
      }
      missing={{
        icon: <Unplug aria-hidden className="size-5" />,
        text: 'It may have been deleted. What it collected is kept.'
      }}
    >
      {(shown, back) => (
        <>
          <PageHeader
            title={plainText(shown.name)}
            back={back}
            note={
              <span className="hidden items-center gap-1 sm:flex">
                <span className="max-w-48 truncate font-mono text-xs">{shown.id}</span>
                <CopyIcon text={shown.id} label="Copy the agent id" />
              </span>
            }
          />
          {places.length > 1 && (
            <PlaceTabs label="This agent">
              {places.map(({ to, label }) => (
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
          )}
          <AgentShown value={shown}>
            <Outlet />
          </AgentShown>
        </>
      )}
    </OneThing>
  )
}
