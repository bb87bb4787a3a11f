import { useMutation } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { faultText } from '../../../ui/states.tsx'
import { resolveSettings } from '../integrations-data.ts'
import { isKept, settingsOf, shownFields } from './destination-form.ts'
import type { Given } from './given.ts'
import { SettingInput } from './setting-input.tsx'

/** Its name, and what its kind asks for; what can be looked up has a button that says what it found. */
export function DetailsFields({ kind, kept, form, write, faultAt }: Given) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const set = (key: string, value: string | boolean) => {
    setTouched(current => new Set(current).add(key))
    write({ settings: { ...form.settings, [key]: value } })
  }
  const resolving = useMutation({
    mutationFn: () => resolveSettings(kind.type, settingsOf(kind, form)),
    onSuccess: ({ settings }) => {
      const found = Object.entries(settings).filter(
        ([, value]) => typeof value === 'string' || typeof value === 'boolean'
      )
      write({ settings: { ...form.settings, ...(Object.fromEntries(found) as Record<string, string | boolean>) } })
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
            isKept={isKept(kept, field.key) && !touched.has(field.key)}
            error={faultAt(`settings.${field.key}`)}
            onChange={value => set(field.key, value)}
          />
          {field.resolves && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Button
                size="small"
                icon={<Search aria-hidden className="size-3.5" />}
                isBusy={resolving.isPending}
                aria-label={`Resolve ${field.label}`}
                onClick={() => resolving.mutate()}
              >
                {resolving.isPending ? 'Looking it up…' : 'Resolve'}
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
