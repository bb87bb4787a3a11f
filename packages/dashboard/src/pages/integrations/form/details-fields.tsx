import { useMutation } from '@tanstack/react-query'
import { KeyRound, Search } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { faultText } from '../../../ui/states.tsx'
import { resolveSettings } from '../integrations-data.ts'
import { isElsewhere, isKept, settingsOf, shownFields } from './destination-form.ts'
import type { Given } from './given.ts'
import { SettingInput } from './setting-input.tsx'

/** Its name, and what its kind asks for; what can be looked up has a button that says what it found. */
export function DetailsFields({ kind, kept, form, write, faultAt }: Given) {
  // What was made here is read once, to be carried to the other side.
  const [made, setMade] = useState<Readonly<Record<string, string>>>({})
  const set = (key: string, value: string | boolean | null) => write({ settings: { ...form.settings, [key]: value } })
  const resolving = useMutation({
    mutationFn: () => resolveSettings(kind.type, settingsOf(kind, form)),
    onSuccess: ({ settings }) => {
      const found: Record<string, string | boolean> = {}
      for (const [key, value] of Object.entries(settings))
        if (typeof value === 'string' || typeof value === 'boolean') found[key] = value
      write({ settings: { ...form.settings, ...found } })
      const secrets = kind.settings.filter(field => field.kind === 'secret' && typeof found[field.key] === 'string')
      setMade(Object.fromEntries(secrets.map(({ key }) => [key, String(found[key])])))
    }
  })
  return (
    <Section title="Details" hint="Secrets are kept sealed and are never shown again.">
      <Field label="Name" hint="Only your team sees it." error={faultAt('name')}>
        {state => (
          <Input
            {...state}
            className="max-w-sm"
            maxLength={100}
            value={form.name}
            onChange={event => write({ name: event.target.value })}
          />
        )}
      </Field>
      {shownFields(kind, form).map(field => (
        <div key={field.key} className="flex flex-col gap-2">
          <SettingInput
            field={field}
            value={form.settings[field.key]}
            isKept={isKept(kept, field.key) && !form.settings[field.key]}
            isElsewhere={isElsewhere(kind, form, kept)}
            isSeen={made[field.key] !== undefined && made[field.key] === form.settings[field.key]}
            error={faultAt(`settings.${field.key}`)}
            onChange={value => set(field.key, value)}
          />
          {field.resolves && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Button
                size="small"
                icon={
                  field.kind === 'secret' ? (
                    <KeyRound aria-hidden className="size-3.5" />
                  ) : (
                    <Search aria-hidden className="size-3.5" />
                  )
                }
                isBusy={resolving.isPending}
                onClick={() => resolving.mutate()}
              >
                {field.kind === 'secret' ? 'Make a new one' : resolving.isPending ? 'Looking it up…' : 'Resolve'}
                <span className="sr-only"> {field.label}</span>
              </Button>
              <p role="status" className="min-w-0 text-sm text-accent empty:hidden">
                {resolving.data?.message}
              </p>
              {resolving.error && (
                <p role="alert" className="min-w-0 text-sm text-danger">
                  {faultText(resolving.error)}
                </p>
              )}
            </div>
          )}
        </div>
      ))}
    </Section>
  )
}
