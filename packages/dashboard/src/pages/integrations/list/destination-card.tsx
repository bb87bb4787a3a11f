import type { CatalogEntry, DeliveryState, Destination } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { classes } from '../../../ui/classes.ts'
import { compactCount, count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { KindIcon, StateMark } from '../destination-marks.tsx'
import { DestinationSwitch } from '../destination-switch.tsx'
import { healthWords } from '../destination-words.ts'
import { LimitedTo } from '../limited-to.tsx'

type Props = { destination: Destination; kind: CatalogEntry | undefined }

/** One destination at a glance: what it is, whether it works, and what the last hour was like. */
export function DestinationCard({ destination, kind }: Props) {
  const { id, name, state, health } = destination
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-4">
      <div className="flex items-start gap-3">
        <KindIcon category={kind?.category} />
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              to="/integrations/$id"
              params={{ id }}
              className="max-w-full truncate rounded-sm text-base font-medium hover:underline"
            >
              <bdi>{plainText(name)}</bdi>
            </Link>
            <StateMark state={state} />
          </h2>
          <p className="text-sm text-ink-faint">{kind?.name ?? destination.type}</p>
          <LimitedTo destination={destination} />
        </div>
        <DestinationSwitch destination={destination} />
      </div>
      <p
        className={classes(
          'line-clamp-3 text-sm',
          state === 'misconfigured' ? 'text-danger' : state === 'resting' ? 'text-warning' : 'text-ink-soft'
        )}
      >
        {healthWords(destination)}
      </p>
      <dl className="mt-auto grid grid-cols-4 gap-2 border-t border-line pt-3">
        <Figure id={id} label="Delivered" states={['delivered']} value={health.delivered} />
        <Figure
          id={id}
          label="Failed"
          states={['invalid', 'refused', 'expired', 'unknown']}
          value={health.failed}
          isBad={health.failed > 0}
        />
        <Figure id={id} label="Withheld" states={['withheld']} value={health.withheld} />
        <Figure
          id={id}
          label="Waiting now"
          states={['waiting', 'sending', 'retrying']}
          value={health.waiting}
          isNow
          hasMore={health.moreWaiting}
        />
      </dl>
    </li>
  )
}

type FigureProps = {
  id: string
  label: string
  states: readonly DeliveryState[]
  value: number
  isBad?: boolean
  /** Of this moment, not of the hour. */
  isNow?: boolean
  /** Counted no further. */
  hasMore?: boolean | undefined
}

function Figure({ id, label, states, value, isBad, isNow, hasMore }: FigureProps) {
  const many = `${hasMore ? 'more than ' : ''}${count(value)}`
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-ink-faint">{label}</dt>
      <dd title={many} className={classes('text-lg font-medium', isBad && 'text-danger')}>
        <Link
          to="/integrations/$id/debugger"
          params={{ id }}
          search={{ state: states.join(','), ...(isNow ? { span: '14d' } : { span: '1h' }) }}
          aria-label={`${label}: ${many}${isNow ? '' : ' in the last hour'}`}
          className="rounded-sm hover:underline"
        >
          {compactCount(value)}
          {hasMore && '+'}
        </Link>
      </dd>
    </div>
  )
}
