import type { Agent, AgentCreated } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight, Code2, ShoppingBag } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useCan, useSignedIn } from '../../session.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Code } from '../../ui/code.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Failure, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { plainText } from '../../words/people.ts'
import { snippet } from '../agent/snippets.ts'
import { type Arrival, useArrival } from '../agent/use-arrival.ts'
import { agentsQuery } from '../agents/agents-data.ts'
import { readOrigins } from '../agents/origins.ts'

export function WelcomePage() {
  const { workspace } = useSignedIn()
  const agents = useQuery(agentsQuery)
  const arrival = useArrival()
  const items = agents.data?.items
  return (
    <>
      <PageHeader title="Install" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-8 md:py-12">
          <div className="flex flex-col gap-1.5">
            <h2 className="text-xl font-medium">The foyer of {workspace.name} is open</h2>
            <p className="text-base text-ink-soft">
              Two ways to see the first visitor come in: put the snippet on your site, or walk through the demo shop
              yourself.
            </p>
          </div>
          <ArrivalNote
            arrival={arrival}
            hasArrivedBefore={items?.some(agent => agent.firstEventAt !== undefined) ?? false}
          />
          <section aria-label="Your site" className="flex flex-col gap-4 rounded-md border border-line p-4 md:p-5">
            <h3 className="text-base font-medium">On your site</h3>
            {agents.isPending ? (
              <Loading what="the snippet" className="flex flex-col gap-3">
                <Skeleton className="h-4 w-1/2" />
                <Skeleton className="h-40" />
              </Loading>
            ) : agents.isError && !items ? (
              <Failure isCompact fault={agents.error} what="The snippet" onRetry={() => void agents.refetch()} />
            ) : (
              <YourSite agents={items ?? []} />
            )}
          </section>
          <section
            aria-label="The demo shop"
            className="flex flex-wrap items-center gap-4 rounded-md border border-line p-4 md:p-5"
          >
            <span className="flex size-10 items-center justify-center rounded-md bg-accent-soft text-accent">
              <ShoppingBag aria-hidden className="size-5" />
            </span>
            <div className="min-w-56 flex-1">
              <h3 className="text-base font-medium">In the demo shop</h3>
              <p className="text-sm text-ink-soft">
                A small shop with the snippet on it. Look around, put something in the cart, sign in.
              </p>
            </div>
            <a href="/demo" target="_blank" rel="noopener" className={buttonClasses({})}>
              Open the demo shop
            </a>
          </section>
        </div>
      </div>
    </>
  )
}

/** The first event, celebrated quietly: the light goes on, and the way to the visitor is one click. */
function ArrivalNote({ arrival, hasArrivedBefore }: { arrival: Arrival | null; hasArrivedBefore: boolean }) {
  const isOn = arrival !== null
  return (
    <div
      role="status"
      className={classes(
        'flex flex-wrap items-center gap-4 rounded-md border p-4 transition-colors',
        isOn ? 'border-transparent bg-accent-soft' : 'border-dashed border-line-strong'
      )}
    >
      <PorchLight isOn={isOn} />
      <div className="min-w-48 flex-1">
        {isOn ? (
          <>
            <p className="font-medium">{hasArrivedBefore && !arrival ? 'Events arrive' : 'Somebody came in'}</p>
            <p className="line-clamp-2 text-ink-soft">
              An event arrived{arrival.url ? ` from ${plainText(arrival.url)}` : ''}. Everything works.
            </p>
          </>
        ) : (
          <>
            <p className="font-medium">
              {hasArrivedBefore ? 'Events have arrived before' : 'Waiting for the first event'}
            </p>
            <p className="text-ink-soft">
              {hasArrivedBefore
                ? 'Open a page with the snippet on it to see the light go on again.'
                : 'Leave this page open. The light goes on when somebody arrives.'}
            </p>
          </>
        )}
      </div>
      {(isOn || hasArrivedBefore) && (
        <Link to="/live" className={buttonClasses({ look: isOn ? 'primary' : 'plain' })}>
          See who is here
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      )}
    </div>
  )
}

function PorchLight({ isOn }: { isOn: boolean }) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden className="size-10 shrink-0">
      {isOn && <circle cx="20" cy="19" r="17" className="animate-fade fill-glow opacity-25" />}
      <path
        d="M12 33V18a8 8 0 0 1 16 0v15M9 33h22"
        className={classes('fill-none', isOn ? 'stroke-accent' : 'stroke-line-strong')}
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="20" cy="19" r="3.6" className={isOn ? 'fill-glow' : 'fill-line-strong'} />
    </svg>
  )
}

function YourSite({ agents }: { agents: Agent[] }) {
  const mayWrite = useCan('agents:write')
  const [chosenId, setChosenId] = useState<string>()
  const ours = agents.filter(agent => agent.name !== 'Demo shop')
  const chosen = ours.find(agent => agent.id === chosenId) ?? ours.at(-1)
  if (!chosen)
    return mayWrite ? (
      <NameSite onMade={setChosenId} />
    ) : (
      <p className="text-sm text-ink-soft">No agent has been added yet. An owner or admin can add one.</p>
    )
  return (
    <>
      {ours.length > 1 && (
        <Field label="Agent">
          {state => (
            <Select {...state} value={chosen.id} onChange={event => setChosenId(event.target.value)}>
              {ours.map(agent => (
                <option key={agent.id} value={agent.id}>
                  {plainText(agent.name)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <p className="text-sm text-ink-soft">
        Put this before <code className="font-mono text-xs">&lt;/head&gt;</code> on every page of{' '}
        {chosen.allowedOrigins.includes('*') ? 'your site' : chosen.allowedOrigins.join(', ')}.
      </p>
      <Code label="HTML" code={snippet({ origin: location.origin, agentId: chosen.id })} />
      <Link
        to="/agents/$id"
        params={{ id: chosen.id }}
        className="self-start text-sm text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
      >
        React, Next.js, Vue, WordPress, Tag Manager and npm
      </Link>
    </>
  )
}

function NameSite({ onMade }: { onMade: (id: string) => void }) {
  const [address, setAddress] = useState('')
  const making = useMutation({
    mutationFn: () => {
      const allowedOrigins = readOrigins(address)
      const name = allowedOrigins[0]?.replace(/^https?:\/\//, '') ?? address
      return api.post<AgentCreated>('/api/agents', { name, allowedOrigins })
    },
    onSuccess: async agent => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
      onMade(agent.id)
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!making.isPending) making.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <div className="min-w-56 flex-1">
        <Field
          label="Where is your site?"
          hint="Events are taken from this address only. You can allow more later."
          error={making.error ? faultText(making.error) : undefined}
        >
          {state => (
            <Input
              {...state}
              required
              inputMode="url"
              autoComplete="url"
              spellCheck={false}
              placeholder="https://shop.example"
              value={address}
              onChange={event => setAddress(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button
        type="submit"
        look="primary"
        className="sm:mb-5.5"
        icon={<Code2 aria-hidden className="size-4" />}
        isBusy={making.isPending}
      >
        Show my snippet
      </Button>
    </form>
  )
}
