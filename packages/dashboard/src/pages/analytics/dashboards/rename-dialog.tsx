import type { Dashboard } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../../ui/states.tsx'
import { dashboardQuery } from './dashboards-data.ts'

export function RenameDialog({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const [name, setName] = useState(dashboard.name)
  const rename = useMutation({
    mutationFn: () => api.patch<Dashboard>(`/api/dashboards/${dashboard.id}`, { name }),
    onSuccess: saved => {
      queryClient.setQueryData(dashboardQuery(dashboard.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: ['dashboards', 'list'] })
      onClose()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !rename.isPending) rename.mutate()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Rename the dashboard"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="rename-dashboard"
            look="primary"
            isBusy={rename.isPending}
            disabled={name.trim() === ''}
          >
            Rename
          </Button>
        </>
      }
    >
      <form id="rename-dashboard" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(rename.error, ['name'])} />
        <Field label="Name" error={fieldFault(rename.error, 'name')}>
          {state => (
            <Input {...state} autoFocus maxLength={200} value={name} onChange={event => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
