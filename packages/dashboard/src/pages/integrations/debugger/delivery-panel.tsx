import type { Delivery } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { SearchX, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLive } from '../../../live/use-live.ts'
import { useAtMostEvery } from '../../../shell/use-at-most-every.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import type { DeliveriesAddress } from '../integrations-address.ts'
import { deliveryQuery } from '../integrations-data.ts'
import { DeliveryDetailView } from './delivery-detail.tsx'
import { DeliveryMark } from './delivery-mark.tsx'
import { eventText, isEnded } from './delivery-words.ts'

type Props = {
  id: string
  known: Delivery | undefined
  timezone: string
  onClose: () => void
  onChange: (next: Partial<DeliveriesAddress>) => void
}

/** One delivery beside the list: what came of it and what to do, then all that was said. */
export function DeliveryPanel({ id, known, timezone, onClose, onChange }: Props) {
  const query = deliveryQuery(id)
  const delivery = useQuery(query)
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever opened it by keyboard is where it is.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const isMoving = delivery.data !== undefined && !isEnded(delivery.data.state)
  const look = useAtMostEvery(1_000, () => void delivery.refetch())
  useLive(isMoving ? { type: 'watch', what: 'deliveries' } : null, look)
  const shown = delivery.data ?? known
  return (
    <aside
      aria-label="Delivery"
      className="@container absolute inset-0 z-20 flex flex-col overflow-y-auto border-line bg-surface lg:relative lg:z-0 lg:border-l"
    >
      <header className="sticky top-0 z-10 flex min-h-11 items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 truncate text-base font-medium outline-none">
          {shown ? <bdi>{plainText(eventText(shown.event))}</bdi> : 'Delivery'}
        </h2>
        {shown && <DeliveryMark state={shown.state} />}
        <IconButton label="Close" title="Close (Esc)" className="ml-auto" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      {delivery.data ? (
        <DeliveryDetailView key={id} delivery={delivery.data} timezone={timezone} onChange={onChange} />
      ) : delivery.isPending ? (
        <Loading what="the delivery" className="flex flex-col gap-3 p-4">
          {[1, 2, 3, 4, 5, 6].map(line => (
            <Skeleton key={line} className="h-6" />
          ))}
        </Loading>
      ) : isMissing(delivery.error) ? (
        <Empty icon={<SearchX aria-hidden className="size-5" />} title="There is no such delivery">
          It may be older than deliveries are kept, or its visitor was erased.
        </Empty>
      ) : (
        <Failure fault={delivery.error} what="The delivery" onRetry={() => void delivery.refetch()} />
      )}
    </aside>
  )
}

const isMissing = (fault: unknown) => fault instanceof Error && 'status' in fault && fault.status === 404
