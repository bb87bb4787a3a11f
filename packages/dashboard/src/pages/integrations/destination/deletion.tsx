import type { Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Deletion } from '../../../ui/deletion.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { plainText } from '../../../words/people.ts'
import { waitingText } from '../destination-words.ts'
import { deleteDestination } from '../integrations-data.ts'

export function DestinationDeletion({ destination }: { destination: Destination }) {
  const navigate = useNavigate()
  const name = plainText(destination.name)
  const { health } = destination
  const deleting = useMutation({
    mutationFn: () => deleteDestination(destination.id),
    onSuccess: async () => {
      toast(`${name} was deleted. Nothing is sent to it any more.`)
      await navigate({ to: '/integrations' })
    }
  })
  return (
    <Deletion
      what="destination"
      name={name}
      hint="Its settings, secrets and mapping go, and what waits is not sent. To stop for a while, switch it off instead."
      consequence={`${
        health.waiting > 0
          ? `${waitingText(health)} ${health.waiting === 1 ? 'event waits' : 'events wait'} for it and will not be sent. `
          : ''
      }Its settings, secrets and mapping are gone at once. What was sent before stays at the other side. This cannot be taken back.`}
      deleting={deleting}
    />
  )
}
