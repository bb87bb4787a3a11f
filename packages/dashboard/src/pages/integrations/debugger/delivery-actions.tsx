import type { DeliveryDetail } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { plainText } from '../../../words/people.ts'
import { deliveryQuery, resendDelivery } from '../integrations-data.ts'
import { curlOf } from './curl.ts'
import { isEnded } from './delivery-words.ts'

type Props = { delivery: DeliveryDetail; onOpen: (id: string) => void }

/** What can be done about one delivery. */
export function DeliveryActions({ delivery, onOpen }: Props) {
  const mayWrite = useCan('destinations:write')
  const [isAsking, setAsking] = useState(false)
  const request = delivery.attemptList.at(-1)?.request
  const sending = useMutation({
    mutationFn: () => resendDelivery(delivery.id),
    onSuccess: async sent => {
      setAsking(false)
      toast('It is sent again.')
      if (sent.id !== delivery.id) onOpen(sent.id)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: deliveryQuery(delivery.id).queryKey }),
        queryClient.invalidateQueries({ queryKey: ['deliveries', 'list'] })
      ])
    },
    onError: fault => {
      if (!isAsking) toast(faultText(fault))
    }
  })
  // Sent twice, these may count twice at the other side.
  const isDoubtful = delivery.state === 'delivered' || delivery.state === 'unknown'
  const isWaiting = delivery.state === 'retrying'
  const canSend = mayWrite && (isWaiting || isEnded(delivery.state))
  if (!canSend && !request) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      {canSend && (
        <Button
          size="small"
          icon={<RotateCw aria-hidden className="size-3.5" />}
          isBusy={sending.isPending && !isAsking}
          onClick={() => (isDoubtful ? setAsking(true) : sending.mutate())}
        >
          {isWaiting ? 'Try now' : 'Send again'}
        </Button>
      )}
      {request && (
        <>
          <CopyButton text={curlOf(request)} label="Copy as curl" />
          <p className="min-w-0 flex-1 basis-40 text-xs text-ink-faint">
            Secrets are masked here and in what is copied: put yours in before you run it.
          </p>
        </>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Send it again?"
        description={
          delivery.state === 'delivered'
            ? `${plainText(delivery.destinationName)} has this event already. Sent again, it may count it twice.`
            : `Nobody can say whether ${plainText(delivery.destinationName)} has this event. If it does, it may count it twice.`
        }
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Leave it</Button>
            <Button look="primary" isBusy={sending.isPending} onClick={() => sending.mutate()}>
              {sending.isPending ? 'Sending…' : 'Send again'}
            </Button>
          </>
        }
      >
        <FormFault text={sending.error ? faultText(sending.error) : undefined} />
      </Dialog>
    </div>
  )
}
