import type { Agent } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Code2, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useCan } from '../../session.ts'
import { usePlainKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { AgentLight } from './agent-light.tsx'
import { agentsQuery } from './agents-data.ts'
import { AgentsTabs } from './agents-tabs.tsx'
import { CreateAgent } from './create-agent.tsx'

const route = getRouteApi('/app/agents')

export function AgentsPage() {
  const { add } = route.useSearch()
  const navigate = useNavigate({ from: '/agents' })
  const mayWrite = useCan('agents:write')
  const agents = useQuery(agentsQuery)
  const items = agents.data?.items
  return (
    <>
      <PageHeader title="Agents" note={items && counted(items.length, 'agent')}>
        {mayWrite && (
          <Button
            look="primary"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => void navigate({ search: { add: 'yes' } })}
          >
            Add an agent
          </Button>
        )}
      </PageHeader>
      <AgentsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {agents.isPending ? (
          <Loading what="agents" className="divide-y divide-line">
            {[1, 2, 3].map(index => (
              <div key={index} className="flex h-16 items-center gap-4 px-5">
                <Skeleton className="size-2.5 rounded-full" />
                <Skeleton className="h-4 w-40" />
                <Skeleton className="ml-auto h-4 w-32" />
              </div>
            ))}
          </Loading>
        ) : agents.isError && !items ? (
          <Failure fault={agents.error} what="The agents" onRetry={() => void agents.refetch()} />
        ) : items?.length === 0 ? (
          <Empty
            icon={<Code2 aria-hidden className="size-5" />}
            title="No agent yet"
            actions={
              mayWrite && (
                <Button look="primary" onClick={() => void navigate({ search: { add: 'yes' } })}>
                  Add an agent
                </Button>
              )
            }
          >
            An agent is one installation on a site: it names the site’s events, says which addresses may send them, and
            holds the secret that proves who is signed in. Several agents share the visitors of this workspace.
          </Empty>
        ) : (
          <AgentList agents={items ?? []} />
        )}
      </div>
      {mayWrite && <CreateAgent isOpen={add === 'yes'} onClose={() => void navigate({ search: {}, replace: true })} />}
    </>
  )
}

function AgentList({ agents }: { agents: Agent[] }) {
  const list = useRef<HTMLUListElement>(null)
  const [active, setActive] = useState(-1)
  usePlainKeys((key, event) => {
    const step = key === 'j' || key === 'ArrowDown' ? 1 : key === 'k' || key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(agents.length - 1, active + step))
    setActive(next)
    list.current?.querySelectorAll('a')[next]?.focus()
  })
  return (
    <ul ref={list} className="divide-y divide-line border-b border-line">
      {agents.map(agent => (
        <li key={agent.id}>
          <Link
            to="/agents/$id"
            params={{ id: agent.id }}
            className="flex min-h-16 items-center gap-4 px-4 py-2.5 text-sm outline-offset-[-2px] hover:bg-hover md:px-5"
          >
            <AgentLight agent={agent} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{plainText(agent.name)}</span>
              <span className="block truncate text-ink-faint">{agent.allowedOrigins.join(', ')}</span>
            </span>
            <span className="shrink-0 text-right text-ink-soft">
              {agent.lastEventAt ? (
                <>
                  last event <Ago at={agent.lastEventAt} />
                </>
              ) : (
                'waiting for the first event'
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
