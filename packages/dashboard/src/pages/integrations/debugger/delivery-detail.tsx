import type { DeliveryDetail } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCan } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { stamp } from '../../../time/stamp.ts'
import { useNow } from '../../../time/use-now.ts'
import { classes } from '../../../ui/classes.ts'
import { CopyIcon } from '../../../ui/copy.tsx'
import { Ago } from '../../../ui/time.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText, webAddress } from '../../../words/people.ts'
import type { DeliveriesAddress } from '../integrations-address.ts'
import { AttemptList } from './attempt-list.tsx'
import { DeliveryActions } from './delivery-actions.tsx'
import { deliveryMeanings, eventText, originWords, toneLooks, toneOf } from './delivery-words.ts'
import { Payload } from './payload.tsx'

type Props = {
  delivery: DeliveryDetail
  timezone: string
  onChange: (next: Partial<DeliveriesAddress>) => void
}

export function DeliveryDetailView({ delivery, timezone, onChange }: Props) {
  const { state, advice, attemptList, sample } = delivery
  return (
    <div className="flex flex-col gap-5 p-4">
      <p className={classes('rounded-sm px-3 py-2.5 text-base', toneLooks[toneOf[state]])}>
        {advice ? plainText(advice) : `${deliveryMeanings[state]}.`}
      </p>
      <DeliveryActions delivery={delivery} onOpen={id => onChange({ open: id })} />
      {attemptList.length > 0 && <AttemptList attempts={attemptList} timezone={timezone} />}
      <Facts delivery={delivery} timezone={timezone} onChange={onChange} />
      <details className="text-sm">
        <summary className="w-fit rounded-sm font-medium hover:text-accent">The event, as the mapping saw it</summary>
        <div className="pt-2">
          <Payload label="Event" text={JSON.stringify(sample, null, 2)} />
        </div>
      </details>
    </div>
  )
}

function Facts({ delivery, timezone, onChange }: Props) {
  const mayReadPeople = useCan('people:read')
  const { event, origin, rules, together, reason, nextAt, createdAt, finishedAt } = delivery
  const page = webAddress(event.url)
  return (
    <>
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1.5 text-sm @xl:grid-cols-[5.5rem_minmax(0,1fr)_5.5rem_minmax(0,1fr)]">
        <Fact label="Destination">
          <Link
            to="/integrations/$id"
            params={{ id: delivery.destinationId }}
            className="rounded-sm text-accent hover:underline"
          >
            <bdi>{plainText(delivery.destinationName)}</bdi>
          </Link>
        </Fact>
        <Fact label="Visitor">
          {event.visitorId === '' ? (
            'None, it was made up for a test'
          ) : mayReadPeople ? (
            <Link to="/people/$id" params={{ id: event.visitorId }} className="rounded-sm text-accent hover:underline">
              Open the profile
            </Link>
          ) : (
            <code className="break-all">{event.visitorId}</code>
          )}
        </Fact>
        <Fact label="Event">
          <span className="inline-flex max-w-full items-center gap-1">
            <code className="min-w-0 truncate">{plainText(event.id)}</code>
            <CopyIcon text={event.id} label="Copy the event id" />
          </span>
        </Fact>
        <Fact label="Happened">
          <Moment at={event.time} timezone={timezone} />
        </Fact>
        {event.url !== '' && (
          <Fact label="Page">
            {page ? (
              <a
                href={page}
                target="_blank"
                rel="noopener noreferrer"
                className="rounded-sm text-accent hover:underline"
              >
                {plainText(event.url)}
                <span className="sr-only"> (opens in a new tab)</span>
              </a>
            ) : (
              plainText(event.url)
            )}
          </Fact>
        )}
        <Fact label="Accepted">
          <Moment at={createdAt} timezone={timezone} />
        </Fact>
        {finishedAt && (
          <Fact label="Ended">
            <Moment at={finishedAt} timezone={timezone} />
          </Fact>
        )}
        {nextAt && (
          <Fact label="Next try">
            <NextTry at={nextAt} timezone={timezone} />
          </Fact>
        )}
        {originWords[origin] && <Fact label="Came by">{originWords[origin]}</Fact>}
        {rules.length > 0 && <Fact label={rules.length === 1 ? 'Rule' : 'Rules'}>{plainText(rules.join(', '))}</Fact>}
        {together !== undefined && together > 0 && (
          <Fact label="Together">{counted(together, 'other event')} went in the same request</Fact>
        )}
        {reason && (
          <Fact label="Reason">
            <code>{plainText(reason)}</code>
          </Fact>
        )}
      </dl>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <More onClick={() => onChange({ event: eventFilter(delivery) })}>All {plainText(eventText(event))}</More>
        {event.visitorId !== '' && (
          <More onClick={() => onChange({ visitor: event.visitorId })}>All of this visitor</More>
        )}
        {reason && <More onClick={() => onChange({ reason })}>All with this reason</More>}
      </p>
    </>
  )
}

function Moment({ at, timezone }: { at: string; timezone: string }) {
  return (
    <time dateTime={at} title={exactTime(at, timezone)}>
      {stamp(at, timezone, 'day')}, {stamp(at, timezone, 'fraction')}
    </time>
  )
}

/** An event with a name is found by it; the others by what kind they are. */
const eventFilter = ({ event }: DeliveryDetail) => event.name || event.type

function NextTry({ at, timezone }: { at: string; timezone: string }) {
  const now = useNow(1_000)
  return Date.parse(at) > now ? (
    <Moment at={at} timezone={timezone} />
  ) : (
    <>
      Due <Ago at={at} />
    </>
  )
}

const More = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" onClick={onClick} className="rounded-sm text-left text-accent hover:underline">
    {children}
  </button>
)

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}
