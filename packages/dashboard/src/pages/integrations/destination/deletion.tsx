import type { Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../../api.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Section } from '../../../ui/page.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { deleteDestination } from '../integrations-data.ts'

export function Deletion({ destination }: { destination: Destination }) {
  const [isAsking, setAsking] = useState(false)
  const navigate = useNavigate()
  const name = plainText(destination.name)
  const { waiting } = destination.health
  const deleting = useMutation({
    mutationFn: () => deleteDestination(destination.id),
    onSuccess: async () => {
      toast(`${name} was deleted. Nothing is sent to it any more.`)
      await navigate({ to: '/integrations' })
    }
  })
  return (
    <Section
      title="Delete this destination"
      hint="Its settings, secrets and mapping go, and what waits is not sent. To stop for a while, switch it off instead."
    >
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete the destination
        </Button>
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        description={`${
          waiting > 0 ? `${counted(waiting, 'event waits', 'events wait')} for it and will not be sent. ` : ''
        }Its settings, secrets and mapping are gone at once. What was sent before stays at the other side. This cannot be taken back.`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" isBusy={deleting.isPending} onClick={() => deleting.mutate()}>
              {deleting.isPending ? 'Deleting…' : 'Delete'}
            </Button>
          </>
        }
      >
        <FormFault
          text={
            deleting.error instanceof ApiError && deleting.error.status === 404
              ? 'It was deleted already.'
              : deleting.error
                ? faultText(deleting.error)
                : undefined
          }
        />
      </Dialog>
    </Section>
  )
}
