import type { CatalogEntry } from '@foyer/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { plainText } from '../../../words/people.ts'
import { createOf, newForm } from '../form/destination-form.ts'
import { FillingBar, FillingFields, useFilling } from '../form/filling.tsx'
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
  const [form, setForm] = useState(() => newForm(kind))
  const [isChanged, setChanged] = useState(false)
  const unsaved = useUnsaved(isChanged)
  const { place, submit, given, bar } = useFilling({
    kind,
    form,
    write: next => {
      setChanged(true)
      setForm(current => ({ ...current, ...next }))
    },
    save: filled => createDestination(createOf(kind, preset?.key ?? '', filled)),
    onSaved: async created => {
      unsaved.settle()
      toast(`${plainText(created.name)} is active. Events are sent to it from now on.`)
      await navigate({ to: '/integrations/$id/debugger', params: { id: created.id }, search: { test: 'open' } })
    }
  })
  return (
    <form ref={place} onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        <KindCard kind={kind} />
        <PresetChoice kind={kind} chosen={preset} form={form} onChoose={onPreset} />
        <FillingFields given={given} />
      </div>
      <FillingBar bar={bar} says="Saved, it is active: events from then on are sent to it." />
      {unsaved.question}
    </form>
  )
}
