import type { Delivery } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { classes } from '../../ui/classes.ts'
import { plainText } from '../../words/people.ts'
import { deliveryMeanings, deliveryWords, toneOf } from '../integrations/debugger/delivery-words.ts'
import { tookText } from '../integrations/destination-words.ts'

const looks = {
  good: 'text-ink-faint',
  going: 'text-ink-faint',
  quiet: 'text-ink-faint',
  warning: 'text-warning',
  bad: 'text-danger'
}

/** Where an event went, and what came of it: "LivePerson 200 in 180 ms". */
export function DeliveryChips({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <span className="relative z-10 ml-2 inline-flex max-w-full flex-wrap gap-x-2.5 align-baseline text-xs">
      {deliveries.map(({ id, destinationName, state, status, durationMs, event }) => (
        <Link
          key={id}
          to="/integrations/debugger"
          search={{ visitor: event.visitorId, open: id }}
          title={deliveryMeanings[state]}
          className={classes(
            'inline-flex max-w-full items-center gap-1 rounded-sm hover:underline',
            looks[toneOf[state]]
          )}
        >
          <ArrowRight aria-hidden className="size-3 shrink-0" />
          <bdi className="max-w-40 truncate">{plainText(destinationName)}</bdi>
          <span className="whitespace-nowrap">
            {state === 'delivered'
              ? `${status ?? 'has it'}${durationMs === undefined ? '' : ` in ${tookText(durationMs)}`}`
              : `${deliveryWords[state].toLowerCase()}${status === undefined ? '' : ` ${status}`}`}
          </span>
        </Link>
      ))}
    </span>
  )
}
