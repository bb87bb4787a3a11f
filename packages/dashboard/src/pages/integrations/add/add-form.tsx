import type { CatalogEntry } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { FormFault } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { plainText } from '../../../words/people.ts'
import { AgentFields } from '../form/agent-fields.tsx'
import { ConsentFields } from '../form/consent-fields.tsx'
import { createOf, type DestinationForm, faultsOf, newForm } from '../form/destination-form.ts'
import { DetailsFields } from '../form/details-fields.tsx'
import { faultAt, faultOfForm } from '../form/field-fault.ts'
import { focusFirstFault } from '../form/focus-fault.ts'
import { PersonalFields } from '../form/personal-fields.tsx'
import { createDestination } from '../integrations-data.ts'
import { KindCard } from './kind-card.tsx'
import { PresetChoice } from './preset-choice.tsx'

type Props = {
  kind: CatalogEntry
  preset: CatalogEntry['presets'][number] | undefined
  onPreset: (key: string) => void
}

export function AddForm({ kind, preset, onPreset }: Props) {
  const navigate = useNavigate()
  const place = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState(() => newForm(kind))
  const [isTried, setTried] = useState(false)
  const [isChanged, setChanged] = useState(false)
  const faults = faultsOf(kind, form)
  const isWhole = Object.keys(faults).length === 0
  const unsaved = useUnsaved(isChanged)
  const saving = useMutation({
    mutationFn: () => createDestination(createOf(kind, preset?.key ?? '', form)),
    onSuccess: async created => {
      unsaved.settle()
      toast(`${plainText(created.name)} is active. Events are sent to it from now on.`)
      await navigate({ to: '/integrations/$id/debugger', params: { id: created.id }, search: { test: 'open' } })
    },
    onError: () => focusFirstFault(place)
  })
  const write = (next: Partial<DestinationForm>) => {
    setChanged(true)
    setForm(current => ({ ...current, ...next }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isWhole) focusFirstFault(place)
    else if (!saving.isPending) saving.mutate()
  }
  const given = {
    kind,
    form,
    write,
    faultAt: (field: string) => (isTried ? faults[field] : undefined) ?? faultAt(saving.error, field)
  }
  return (
    <form ref={place} onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        <KindCard kind={kind} />
        <PresetChoice kind={kind} chosen={preset} onChoose={onPreset} />
        <DetailsFields {...given} />
        <ConsentFields {...given} />
        <PersonalFields {...given} />
        <AgentFields {...given} />
      </div>
      <div className="sticky bottom-0 border-t border-line bg-surface">
        <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-2 px-4 py-2.5 md:px-6">
          <p role="status" className="min-w-0 flex-1 basis-48 text-sm text-ink-soft">
            {isTried && !isWhole
              ? 'Something above is missing.'
              : 'Saved, it is active: events from then on are sent to it.'}
          </p>
          <FormFault text={faultOfForm(saving.error, kind)} />
          <Button type="submit" look="primary" isBusy={saving.isPending} className="ml-auto">
            {saving.isPending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </div>
      {unsaved.question}
    </form>
  )
}
