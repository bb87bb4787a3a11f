import type { SavedReport } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'

export function DeleteReport({ report, onClose }: { report: SavedReport; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/reports/${report.id}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['saved-reports'] })
      void queryClient.invalidateQueries({ queryKey: ['dashboards'] })
      onClose()
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${report.name}?`}
      description="It leaves every dashboard it stands on, and its digests end."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            Delete report
          </Button>
        </>
      }
    >
      <FormFault text={remove.error ? faultText(remove.error) : undefined} />
    </Dialog>
  )
}
