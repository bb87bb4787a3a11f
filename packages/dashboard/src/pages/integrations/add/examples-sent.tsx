import type { CatalogEntry, Preview } from '@foyer/protocol'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api.ts'
import { useSettled } from '../../../shell/use-settled.ts'
import { Code } from '../../../ui/code.tsx'
import { type DestinationForm, settingsOf } from '../form/destination-form.ts'

type Props = { kind: CatalogEntry; preset: string; form: DestinationForm }

const restMs = 300

/** What the examples of a preset become with what was typed so far; fields that are empty are as in the example. */
export function ExamplesSent({ kind, preset, form }: Props) {
  const [isOpen, setOpen] = useState(false)
  const examples = kind.examples.filter(example => example.preset === preset)
  const settings = useSettled(shownSettings(kind, form), restMs)
  const previews = useQueries({
    queries: examples.map(({ title, event }) => ({
      queryKey: ['destinations', 'draft-preview', kind.type, preset, title, settings],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.post<Preview>(
          '/api/destinations/preview',
          { type: kind.type, preset, settings: JSON.parse(settings), event },
          signal
        ),
      enabled: isOpen,
      placeholderData: keepPreviousData,
      staleTime: 60_000,
      retry: false
    }))
  })
  if (examples.length === 0) return null
  return (
    <details className="text-sm" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-ink-soft hover:text-ink">See what it sends</summary>
      <div className="flex flex-col gap-3 pt-3">
        {examples.map((example, index) => {
          const preview = previews[index]?.data
          const request = preview?.request ?? example.request
          const instead = preview?.request ? undefined : (preview?.instead ?? example.instead)
          return (
            <div key={example.title} className="flex flex-col gap-1.5">
              <h3 className="font-medium">{example.title}</h3>
              {request && instead === undefined ? (
                <Code
                  label={`${request.method} ${request.url}`}
                  code={typeof request.body === 'string' ? request.body : JSON.stringify(request.body, null, 2)}
                />
              ) : (
                <p className="text-ink-soft">{instead ?? 'Nothing is sent for it.'}</p>
              )}
            </div>
          )
        })}
      </div>
    </details>
  )
}

/** As text, so that what is the same is known to be. A secret changes nothing that is shown, and is sent when it is saved. */
function shownSettings(kind: CatalogEntry, form: DestinationForm): string {
  const secrets = new Set(kind.settings.filter(field => field.kind === 'secret').map(field => field.key))
  return JSON.stringify(Object.fromEntries(Object.entries(settingsOf(kind, form)).filter(([key]) => !secrets.has(key))))
}
