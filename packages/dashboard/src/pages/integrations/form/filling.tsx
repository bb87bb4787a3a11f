import type { CatalogEntry, Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { FormFault } from '../../../ui/states.tsx'
import { AgentFields } from './agent-fields.tsx'
import { ConsentFields } from './consent-fields.tsx'
import { type DestinationForm, faultsOf, isAsSent } from './destination-form.ts'
import { DetailsFields } from './details-fields.tsx'
import { faultAt, faultOfForm } from './field-fault.ts'
import { focusFirstFault } from './focus-fault.ts'
import type { Given } from './given.ts'
import { PersonalFields } from './personal-fields.tsx'
import { SegmentFields } from './segment-fields.tsx'

type Filled<Saved> = {
  kind: CatalogEntry
  kept?: Destination
  form: DestinationForm
  write: (next: Partial<DestinationForm>) => void
  save: (form: DestinationForm) => Promise<Saved>
  onSaved: (saved: Saved) => void | Promise<void>
}

/**
 * What adding a destination and changing one have in common: nothing is sent before all of it is right, and what is wrong stands beside
 * its field, whoever finds it.
 */
export function useFilling<Saved>({ save, onSaved, ...filled }: Filled<Saved>) {
  const { kind, kept, form } = filled
  const place = useRef<HTMLFormElement>(null)
  const [isTried, setTried] = useState(false)
  const faults = faultsOf(kind, form, kept)
  const isWhole = Object.keys(faults).length === 0
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async saved => {
      setTried(false)
      await onSaved(saved)
    },
    onError: () => focusFirstFault(place)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isWhole) focusFirstFault(place)
    else if (!saving.isPending) saving.mutate(form)
  }
  // What the server finds wrong with a field holds for what stood there.
  const saidOf = (field: string) =>
    saving.variables && isAsSent(field, saving.variables, form) ? faultAt(saving.error, field) : undefined
  const given: Given = { ...filled, faultAt: field => (isTried ? faults[field] : undefined) ?? saidOf(field) }
  return {
    place,
    submit,
    given,
    bar: { isBusy: saving.isPending, isLacking: isTried && !isWhole, fault: faultOfForm(saving.error, kind) }
  }
}

export const FillingFields = ({ given }: { given: Given }) => (
  <>
    <DetailsFields {...given} />
    <ConsentFields {...given} />
    <PersonalFields {...given} />
    <AgentFields {...given} />
    <SegmentFields {...given} />
  </>
)

type BarProps = {
  bar: ReturnType<typeof useFilling>['bar']
  says: string
  isHidden?: boolean
  /** Beside Save. */
  children?: ReactNode
}

/** Always in sight, with what keeps the form from being saved. */
export function FillingBar({ bar: { isBusy, isLacking, fault }, says, isHidden, children }: BarProps) {
  return (
    <div className={classes('sticky bottom-0 border-t border-line bg-surface', isHidden && 'hidden')}>
      <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-2 px-4 py-2.5 md:px-6">
        <p role="status" className="min-w-0 flex-1 basis-40 text-sm text-ink-soft">
          {isLacking ? 'Something above is missing or wrong.' : says}
        </p>
        <FormFault text={fault} />
        <span className="ml-auto flex gap-2">
          {children}
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
        </span>
      </div>
    </div>
  )
}
