import type { CatalogEntry, Destination } from '@foyer/protocol'
import { useState } from 'react'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { changeOf, formOf } from '../form/destination-form.ts'
import { FillingBar, FillingFields, useFilling } from '../form/filling.tsx'
import { changeDestination } from '../integrations-data.ts'
import { DestinationDeletion } from './deletion.tsx'
import { useDestination } from './destination-shown.ts'
import { Misconfigured } from './misconfigured.tsx'
import { Revisions } from './revisions.tsx'

export function DestinationSettingsPage() {
  const { destination, kind } = useDestination()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Form key={destination.id} newest={destination} kind={kind} />
    </div>
  )
}

/** What is saved is what was changed here, over what it was when it was read: what somebody else saved meanwhile stays. */
function Form({ newest, kind }: { newest: Destination; kind: CatalogEntry }) {
  const mayWrite = useCan('destinations:write')
  const [kept, setKept] = useState(newest)
  const [form, setForm] = useState(() => formOf(newest, kind))
  const change = changeOf(kind, kept, form)
  const read = (destination: Destination) => {
    setKept(destination)
    setForm(formOf(destination, kind))
  }
  if (change === undefined && newest.revision > kept.revision) read(newest)
  const unsaved = useUnsaved(change !== undefined)
  const { place, submit, given, bar } = useFilling({
    kind,
    kept,
    form,
    write: next => setForm(current => ({ ...current, ...next })),
    save: async () => change && changeDestination(kept.id, change),
    onSaved: saved => {
      if (saved) read(saved)
      toast('Saved')
    }
  })
  return (
    <form ref={place} onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        <Misconfigured destination={newest} isAtSettings />
        <fieldset disabled={!mayWrite} className="contents">
          <FillingFields given={given} />
        </fieldset>
        <Revisions
          destination={newest}
          kind={kind}
          isFixed={!mayWrite}
          isUnsaved={change !== undefined}
          onTaken={read}
        />
        {mayWrite ? (
          <DestinationDeletion destination={newest} />
        ) : (
          <p className="text-sm text-ink-faint">An owner or admin can change this.</p>
        )}
      </div>
      {mayWrite && (
        <FillingBar bar={bar} says={change ? 'Not saved yet' : ''} isHidden={change === undefined}>
          <Button onClick={() => setForm(formOf(kept, kind))}>Discard</Button>
        </FillingBar>
      )}
      {unsaved.question}
    </form>
  )
}
