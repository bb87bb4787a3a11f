import type { Dashboard } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'

export function DeleteDialog({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/dashboards/${dashboard.id}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['dashboards', 'list'] })
      void navigate({ to: '/analytics/dashboards' })
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${dashboard.name}?`}
      description="Its link stops working and its digests end. The reports on it stay saved."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            Delete dashboard
          </Button>
        </>
      }
    >
      <FormFault text={remove.error ? faultText(remove.error) : undefined} />
    </Dialog>
  )
}
