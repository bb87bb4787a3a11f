import type { Agent } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Deletion } from '../../ui/deletion.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { faultText, fieldFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { agentQuery, agentsQuery } from '../agents/agents-data.ts'
import { isOriginFault } from '../agents/create-agent.tsx'
import { readOrigins } from '../agents/origins.ts'

const keep = (agent: Agent) => {
  queryClient.setQueryData(agentQuery(agent.id).queryKey, agent)
  return queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true })
}

export function AgentSettings({ agent }: { agent: Agent }) {
  return (
    <>
      <Origins agent={agent} />
      <Name agent={agent} />
      <AgentDeletion agent={agent} />
    </>
  )
}

/** Each change is kept at once; there is no second step to forget. */
function Origins({ agent }: { agent: Agent }) {
  const [typed, setTyped] = useState('')
  const changing = useMutation({
    mutationFn: (allowedOrigins: string[]) => api.patch<Agent>(`/api/agents/${agent.id}`, { allowedOrigins }),
    onSuccess: async changed => {
      setTyped('')
      await keep(changed)
    }
  })
  const origins = agent.allowedOrigins
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!changing.isPending) changing.mutate([...new Set([...origins, ...readOrigins(typed)])])
  }
  return (
    <Section
      title="Allowed origins"
      hint="Events from pages elsewhere are refused. A star stands for every subdomain, or alone for every site."
    >
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {origins.map(origin => (
          <li key={origin} className="flex h-10 items-center gap-2 pr-1 pl-3 text-sm">
            <code className="min-w-0 flex-1 truncate font-mono text-xs">{origin}</code>
            {origin === '*' && <span className="text-xs text-warning">any site may send events</span>}
            <IconButton
              label={origins.length === 1 ? 'The last origin cannot be removed' : `Remove ${origin}`}
              isSmall
              disabled={origins.length === 1 || changing.isPending}
              onClick={() => changing.mutate(origins.filter(other => other !== origin))}
            >
              <X aria-hidden className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="flex items-start gap-2">
        <div className="flex-1">
          <Field
            label="Another origin"
            isLabelHidden
            error={
              changing.error
                ? isOriginFault(changing.error)
                  ? changing.error.message
                  : faultText(changing.error)
                : undefined
            }
          >
            {state => (
              <Input
                {...state}
                required
                spellCheck={false}
                placeholder="https://*.shop.example"
                value={typed}
                onChange={event => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" icon={<Plus aria-hidden className="size-4" />} isBusy={changing.isPending}>
          Allow
        </Button>
      </form>
    </Section>
  )
}

function Name({ agent }: { agent: Agent }) {
  const [name, setName] = useState(agent.name)
  const renaming = useMutation({
    mutationFn: () => api.patch<Agent>(`/api/agents/${agent.id}`, { name: name.trim() }),
    onSuccess: async changed => {
      await keep(changed)
      toast('Renamed')
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!renaming.isPending) renaming.mutate()
  }
  const fault = renaming.error
  return (
    <Section title="Name" hint="Only your team sees it.">
      <form onSubmit={submit} className="flex items-start gap-2">
        <div className="flex-1">
          <Field label="Name" isLabelHidden error={fault ? (fieldFault(fault, 'name') ?? faultText(fault)) : undefined}>
            {state => (
              <Input {...state} required maxLength={200} value={name} onChange={event => setName(event.target.value)} />
            )}
          </Field>
        </div>
        <Button type="submit" isBusy={renaming.isPending} disabled={name.trim() === agent.name}>
          Rename
        </Button>
      </form>
    </Section>
  )
}

function AgentDeletion({ agent }: { agent: Agent }) {
  const navigate = useNavigate()
  const deleting = useMutation({
    mutationFn: () => api.delete(`/api/agents/${agent.id}`),
    onSuccess: async () => {
      toast(`${agent.name} was deleted. What it collected is kept.`)
      await navigate({ to: '/agents' })
      queryClient.removeQueries({ queryKey: agentQuery(agent.id).queryKey })
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
    }
  })
  return (
    <Deletion
      what="agent"
      name={agent.name}
      hint="Its snippet stops being answered and its secrets go. What it collected stays."
      consequence="Pages that still carry its snippet are no longer tracked, at once. Visitors, events and timelines stay. This cannot be taken back."
      deleting={deleting}
    />
  )
}
