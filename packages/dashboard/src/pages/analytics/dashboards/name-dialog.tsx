import type { Dashboard } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../../ui/states.tsx'

type Props = {
  title: string
  doing: string
  name: string
  hint?: string
  save: (name: string) => Promise<Dashboard>
  onSaved: (saved: Dashboard) => void
  onClose: () => void
}

/** Asks what a dashboard is called: a new one, or one that is there. */
export function NameDialog({ title, doing, name: before, hint, save, onSaved, onClose }: Props) {
  const [name, setName] = useState(before)
  const saving = useMutation({
    mutationFn: () => save(name),
    onSuccess: saved => {
      void queryClient.invalidateQueries({ queryKey: ['dashboards', 'list'] })
      onSaved(saved)
    }
  })
  const isNamed = name.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isNamed && !saving.isPending) saving.mutate()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="dashboard-name" look="primary" isBusy={saving.isPending} disabled={!isNamed}>
            {doing}
          </Button>
        </>
      }
    >
      <form id="dashboard-name" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(saving.error, ['name'])} />
        <Field label="Name" {...(hint !== undefined && { hint })} error={fieldFault(saving.error, 'name')}>
          {state => (
            <Input {...state} autoFocus maxLength={200} value={name} onChange={event => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
