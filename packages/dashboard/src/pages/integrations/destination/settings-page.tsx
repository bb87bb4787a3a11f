import type { CatalogEntry, Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { FormFault } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { AgentFields } from '../form/agent-fields.tsx'
import { ConsentFields } from '../form/consent-fields.tsx'
import { changeOf, type DestinationForm, faultsOf, formOf } from '../form/destination-form.ts'
import { DetailsFields } from '../form/details-fields.tsx'
import { faultAt, faultOfForm } from '../form/field-fault.ts'
import { focusFirstFault } from '../form/focus-fault.ts'
import { PersonalFields } from '../form/personal-fields.tsx'
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
  const place = useRef<HTMLFormElement>(null)
  const [kept, setKept] = useState(newest)
  const [form, setForm] = useState(() => formOf(newest, kind))
  const [isTried, setTried] = useState(false)
  const change = changeOf(kind, kept, form)
  const read = (destination: Destination) => {
    setKept(destination)
    setForm(formOf(destination, kind))
  }
  if (change === undefined && newest.revision > kept.revision) read(newest)
  const unsaved = useUnsaved(change !== undefined)
  const faults = faultsOf(kind, form, kept)
  const isWhole = Object.keys(faults).length === 0
  const saving = useMutation({
    mutationFn: async () => change && changeDestination(kept.id, change),
    onSuccess: saved => {
      if (saved) read(saved)
      setTried(false)
      toast('Saved')
    },
    onError: () => focusFirstFault(place)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isWhole) focusFirstFault(place)
    else if (!saving.isPending) saving.mutate()
  }
  const given = {
    kind,
    kept,
    form,
    write: (next: Partial<DestinationForm>) => setForm(current => ({ ...current, ...next })),
    faultAt: (field: string) => (isTried ? faults[field] : undefined) ?? faultAt(saving.error, field)
  }
  return (
    <form ref={place} onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        <Misconfigured destination={newest} />
        <fieldset disabled={!mayWrite} className="contents">
          <DetailsFields {...given} />
          <ConsentFields {...given} />
          <PersonalFields {...given} />
          <AgentFields {...given} />
        </fieldset>
        <Revisions destination={newest} isFixed={!mayWrite} isUnsaved={change !== undefined} onTaken={read} />
        {mayWrite ? (
          <DestinationDeletion destination={newest} />
        ) : (
          <p className="text-sm text-ink-faint">An owner or admin can change this.</p>
        )}
      </div>
      {mayWrite && (
        <div className={classes('sticky bottom-0 border-t border-line bg-surface', !change && 'hidden')}>
          <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-2 px-4 py-2.5 md:px-6">
            <p role="status" className="min-w-0 flex-1 basis-40 text-sm text-ink-soft">
              {isTried && !isWhole ? 'Something above is missing.' : change ? 'Not saved yet' : ''}
            </p>
            <FormFault text={faultOfForm(saving.error, kind)} />
            <span className="ml-auto flex gap-2">
              <Button onClick={() => setForm(formOf(kept, kind))}>Discard</Button>
              <Button type="submit" look="primary" isBusy={saving.isPending}>
                {saving.isPending ? 'Saving…' : 'Save'}
              </Button>
            </span>
          </div>
        </div>
      )}
      {unsaved.question}
    </form>
  )
}
