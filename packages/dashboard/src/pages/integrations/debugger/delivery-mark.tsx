import type { DeliveryState } from '@foyer/protocol'
import {
  CircleCheck,
  CircleHelp,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  RotateCw,
  Send,
  ShieldOff,
  Undo2,
  UserX
} from 'lucide-react'
import { classes } from '../../../ui/classes.ts'
import { deliveryMeanings, deliveryWords, toneLooks, toneOf } from './delivery-words.ts'

const icons: Record<DeliveryState, LucideIcon> = {
  waiting: Clock,
  sending: Send,
  retrying: RotateCw,
  delivered: CircleCheck,
  invalid: CircleX,
  refused: CircleX,
  expired: Hourglass,
  withheld: ShieldOff,
  unknown: CircleHelp,
  cancelled: Undo2,
  filtered: UserX
}

/** Where a delivery stands: told by word, mark and colour. */
export function DeliveryMark({ state }: { state: DeliveryState }) {
  const Icon = icons[state]
  return (
    <span
      title={deliveryMeanings[state]}
      className={classes(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        toneLooks[toneOf[state]]
      )}
    >
      <Icon aria-hidden className="size-3" />
      {deliveryWords[state]}
    </span>
  )
}
