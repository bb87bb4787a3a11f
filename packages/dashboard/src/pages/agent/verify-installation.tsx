import type { Agent, AgentVerdict } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, Input } from '../../ui/field.tsx'
import { faultText } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { plainText } from '../../words/people.ts'
import { useArrival } from './use-arrival.ts'

/** The light: grey until the first event arrives from somewhere, green from then on, without reloading the page. */
export function VerifyInstallation({ agent }: { agent: Agent }) {
  const arrival = useArrival(agent.id)
  const lastAt = arrival && arrival.at > (agent.lastEventAt ?? '') ? arrival.at : agent.lastEventAt
  const lastUrl = arrival?.url ?? agent.lastEventUrl
  const firstOrigin = agent.allowedOrigins.find(origin => !origin.includes('*'))
  const [url, setUrl] = useState(firstOrigin ?? '')
  const check = useMutation({
    mutationFn: () => api.post<AgentVerdict>(`/api/agents/${agent.id}/verify`, { url: url.trim() })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!check.isPending) check.mutate()
  }
  const isOn = lastAt !== undefined
  const Icon = isOn ? CircleCheck : CircleDashed
  return (
    <section
      aria-label="Does it arrive"
      className={classes(
        'rounded-md border transition-colors',
        isOn ? 'border-transparent bg-accent-soft' : 'border-line bg-sunken'
      )}
    >
      <div role="status" className="flex items-center gap-3 px-4 py-3.5">
        <Icon
          aria-hidden
          className={classes('size-6 shrink-0', isOn ? 'text-accent' : 'animate-breathe text-ink-faint')}
        />
        <div className="min-w-0 text-sm">
          {isOn ? (
            <>
              <p className="font-medium">Events arrive</p>
              <p className="truncate text-ink-soft">
                The last one <Ago at={lastAt} />
                {lastUrl && <>, from {plainText(lastUrl)}</>}
              </p>
            </>
          ) : (
            <>
              <p className="font-medium">Waiting for the first event</p>
              <p className="text-ink-soft">Open a page with the snippet on it. This light turns green by itself.</p>
            </>
          )}
        </div>
      </div>
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2 border-t border-line px-4 py-3">
        <div className="min-w-56 flex-1">
          <Field label="Check one site" isLabelHidden>
            {state => (
              <Input
                {...state}
                required
                inputMode="url"
                spellCheck={false}
                placeholder="https://shop.example"
                value={url}
                onChange={event => setUrl(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" isBusy={check.isPending}>
          {check.isPending ? 'Looking…' : 'Check this site'}
        </Button>
        <p role="status" className={classes('w-full text-sm', check.data?.found ? 'text-accent' : 'text-ink-soft')}>
          {check.error ? faultText(check.error) : check.data?.message}
        </p>
      </form>
    </section>
  )
}
