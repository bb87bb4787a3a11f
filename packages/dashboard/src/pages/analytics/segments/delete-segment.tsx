import type { Segment } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { usesText } from './use-words.ts'

export function DeleteSegment({
  segment: { id, name, usedBy = [] },
  onClose
}: {
  segment: Segment
  onClose: () => void
}) {
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/segments/${id}`),
    onSuccess: async () => {
      await navigate({ to: '/analytics/segments' })
      void queryClient.invalidateQueries({ queryKey: ['segments', 'list'] })
    }
  })
  const isUsed = usedBy.length > 0
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isUsed ? `${name} is in use` : `Delete ${name}?`}
      description={
        isUsed
          ? `It is used by ${usesText(usedBy)}. Take it out there first; until then it stays.`
          : 'The people in it stay as they are. Addresses of reports that name it will say that it is gone.'
      }
      actions={
        isUsed ? (
          <Button onClick={onClose}>Keep it</Button>
        ) : (
          <>
            <Button onClick={onClose}>Keep it</Button>
            <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              Delete segment
            </Button>
          </>
        )
      }
    >
      <FormFault text={remove.error ? faultText(remove.error) : undefined} />
    </Dialog>
  )
}
