import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { ArrowLeft, Unplug } from 'lucide-react'
import { ApiError } from '../../api.ts'
import { useSignedIn } from '../../session.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { PlaceTabs, placeTab } from '../../ui/place-tabs.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
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
  const back = (
    <Link
      to="/agents"
      aria-label="All agents"
      title="All agents"
      className="-mr-1 -ml-1.5 flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4" />
    </Link>
  )
  if (agent.isPending)
    return (
      <>
        <PageHeader title="Agent" back={back} />
        <Loading what="the agent" className="mx-auto flex w-full max-w-3xl flex-col gap-6 p-6">
          <Skeleton className="h-16" />
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-48" />
        </Loading>
      </>
    )
  if (agent.isError && !agent.data)
    return (
      <>
        <PageHeader title="Agent" back={back} />
        {agent.error instanceof ApiError && agent.error.status === 404 ? (
          <Empty
            icon={<Unplug aria-hidden className="size-5" />}
            title="There is no such agent"
            actions={
              <Link to="/agents" className={buttonClasses({ look: 'primary' })}>
                All agents
              </Link>
            }
          >
            It may have been deleted. What it collected is kept.
          </Empty>
        ) : (
          <Failure fault={agent.error} what="This agent" onRetry={() => void agent.refetch()} />
        )}
      </>
    )
  const shown = agent.data
  return (
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
  )
}
