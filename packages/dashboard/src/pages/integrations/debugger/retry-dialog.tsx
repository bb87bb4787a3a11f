import type { RetryRequest } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../../query-client.ts'
import { serverNow } from '../../../time/clock.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { type DeliveriesAddress, spanOf } from '../integrations-address.ts'
import { retryFailed } from '../integrations-data.ts'
import { deliveryMeanings, deliveryWords } from './delivery-words.ts'

type Retried = NonNullable<RetryRequest['states']>[number]
const offered = [
  'refused',
  'invalid',
  'expired',
  'retrying',
  'withheld',
  'filtered',
  'unknown'
] as const satisfies Retried[]
const usual: readonly Retried[] = ['refused', 'invalid', 'expired']

type Props = { destinationId: string; address: DeliveriesAddress; onClose: () => void }

/** Everything that failed in the time that is shown, once more: first how many these are. */
export function RetryDialog({ destinationId, address, onClose }: Props) {
  const [states, setStates] = useState<readonly Retried[]>(() => {
    const shown = offered.filter(state => address.state?.split(',').includes(state))
    return shown.length > 0 ? shown : usual
  })
  // As it was when it was opened: what is counted is what is sent.
  const [to] = useState(() => new Date(serverNow()).toISOString())
  const span = spanOf(address.span)
  const request: RetryRequest = {
    states: [...states],
    from: new Date(Date.parse(to) - span.minutes * 60_000).toISOString(),
    to,
    ...(address.reason ? { reason: address.reason } : {})
  }
  const counting = useQuery({
    queryKey: ['deliveries', 'retry', destinationId, request],
    queryFn: () => retryFailed(destinationId, { ...request, countOnly: true }),
    enabled: states.length > 0,
    staleTime: 0,
    gcTime: 0
  })
  const sending = useMutation({
    mutationFn: () => retryFailed(destinationId, request),
    onSuccess: async ({ count }) => {
      toast(`${counted(count, 'event is', 'events are')} sent again.`)
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['deliveries'] })
    }
  })
  const many = states.length === 0 ? 0 : counting.data?.count
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Send again what failed"
      description={`Of the ${span.label.toLowerCase()}${address.reason ? `, with the reason ${plainText(address.reason)}` : ''}.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" isBusy={sending.isPending} disabled={!many} onClick={() => sending.mutate()}>
            {sending.isPending ? 'Sending…' : many ? `Send ${counted(many, 'event')} again` : 'Send again'}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-2.5">
        <legend className="sr-only">Which of them</legend>
        {offered.map(state => (
          <Checkbox
            key={state}
            label={deliveryWords[state]}
            hint={deliveryMeanings[state]}
            checked={states.includes(state)}
            onChange={({ target }) =>
              setStates(current =>
                target.checked
                  ? offered.filter(one => one === state || current.includes(one))
                  : current.filter(one => one !== state)
              )
            }
          />
        ))}
      </fieldset>
      <p role="status" className="text-sm font-medium">
        {many === undefined
          ? counting.isError
            ? faultText(counting.error)
            : 'Counting…'
          : many === 0
            ? 'There is none of these.'
            : `${counted(many, 'event')} would be sent again.`}
      </p>
      <FormFault text={sending.error ? faultText(sending.error) : undefined} />
    </Dialog>
  )
}
