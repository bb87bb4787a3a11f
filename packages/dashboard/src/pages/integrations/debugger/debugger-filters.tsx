import type { Delivery } from '@foyer/protocol'
import { deliveryStates } from '@foyer/protocol/plain'
import { ListFilter } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx'
import { FilterChip } from '../../../ui/filter-chip.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { plainText } from '../../../words/people.ts'
import { type DeliveriesAddress, readDeliveriesAddress, spanOf, spans, usualSpan } from '../integrations-address.ts'
import { deliveryWords, failedStates, pendingStates } from './delivery-words.ts'

type Props = {
  address: DeliveriesAddress
  /** Those in the list: what they are called is suggested. */
  deliveries: readonly Delivery[]
  /** Where several destinations stand in one list: by which one. */
  destinations?: readonly { id: string; name: string }[]
  onChange: (next: Partial<DeliveriesAddress>) => void
  actions: ReactNode
}

const groups = [
  { value: failedStates.join(','), label: 'Failed' },
  { value: pendingStates.join(','), label: 'On the way' }
]

/** What is chosen stands in the address; what has no field of its own in the bar is a chip that can be taken away. */
export function DebuggerFilters({ address, deliveries, destinations, onChange, actions }: Props) {
  const { state, event, visitor, reason, retried } = address
  const isListed = groups.some(({ value }) => value === state) || deliveryStates.some(one => one === state)
  return (
    <div
      className={classes(
        'flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5',
        // On a phone what is open has the whole place.
        address.open && 'max-lg:hidden'
      )}
    >
      <Select
        aria-label="Time"
        className="w-36"
        value={spanOf(address.span).name}
        onChange={({ target }) => onChange({ span: target.value === usualSpan ? undefined : target.value })}
      >
        {spans.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Verdict"
        className="w-36"
        value={state ?? ''}
        onChange={({ target }) => onChange({ state: target.value || undefined })}
      >
        <option value="">All verdicts</option>
        {groups.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {deliveryStates.map(one => (
          <option key={one} value={one}>
            {deliveryWords[one]}
          </option>
        ))}
        {state && !isListed && <option value={state}>{statesText(state)}</option>}
      </Select>
      {destinations && (
        <Select
          aria-label="Destination"
          className="w-40"
          value={address.destination ?? ''}
          onChange={({ target }) => onChange({ destination: target.value || undefined })}
        >
          <option value="">All destinations</option>
          {destinations.map(({ id, name }) => (
            <option key={id} value={id}>
              {plainText(name)}
            </option>
          ))}
        </Select>
      )}
      <div className="flex min-w-44 flex-1 basis-44 sm:max-w-80">
        <SearchField
          label="Search the deliveries"
          placeholder="A word of the request or answer"
          value={address.search}
          onChange={search => onChange({ search })}
        />
      </div>
      <Popover
        align="start"
        label="More filters"
        className="w-80"
        trigger={<Button icon={<ListFilter aria-hidden className="size-4" />}>Filter</Button>}
      >
        {close => <MoreFilters address={address} deliveries={deliveries} onChange={onChange} onClose={close} />}
      </Popover>
      {event && <FilterChip label="Event" value={event} onRemove={() => onChange({ event: undefined })} />}
      {visitor && <FilterChip label="One" value="visitor" onRemove={() => onChange({ visitor: undefined })} />}
      {reason && <FilterChip label="Reason" value={reason} onRemove={() => onChange({ reason: undefined })} />}
      {retried && <FilterChip label="Tried" value="more than once" onRemove={() => onChange({ retried: undefined })} />}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">{actions}</div>
    </div>
  )
}

const statesText = (state: string) =>
  deliveryStates
    .filter(one => state.split(',').includes(one))
    .map(one => deliveryWords[one])
    .join(', ')

type MoreProps = Pick<Props, 'address' | 'deliveries' | 'onChange'> & { onClose: () => void }

function MoreFilters({ address, deliveries, onChange, onClose }: MoreProps) {
  const [typed, setTyped] = useState({
    event: address.event ?? '',
    visitor: address.visitor ?? '',
    reason: address.reason ?? ''
  })
  const [isRetried, setRetried] = useState(address.retried === 'yes')
  const [isTried, setTried] = useState(false)
  const isVisitor = typed.visitor.trim() === '' || /^vis_[0-9a-f]{32}$/.test(typed.visitor.trim())
  const apply = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (!isVisitor) return
    const read = readDeliveriesAddress(
      Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()]))
    )
    onChange({
      event: read.event,
      visitor: read.visitor,
      reason: read.reason,
      retried: isRetried ? 'yes' : undefined
    })
    onClose()
  }
  const events = distinct(deliveries.map(({ event }) => event.name || event.type))
  const reasons = distinct(deliveries.map(({ reason }) => reason ?? ''))
  const write = (name: keyof typeof typed) => (value: string) => setTyped(current => ({ ...current, [name]: value }))
  return (
    <form onSubmit={apply} noValidate className="flex flex-col gap-3">
      <Suggested
        label="Event"
        hint="Its name, or its type."
        value={typed.event}
        offers={events}
        onChange={write('event')}
      />
      <Suggested
        label="Reason"
        hint="The short word that a failure has."
        value={typed.reason}
        offers={reasons}
        onChange={write('reason')}
      />
      <Field
        label="Visitor"
        hint="The id of one of their browsers, vis_…"
        error={isTried && !isVisitor ? 'A visitor id is vis_ and 32 hex digits.' : undefined}
      >
        {state => (
          <Input
            {...state}
            spellCheck={false}
            maxLength={64}
            value={typed.visitor}
            onChange={({ target }) => write('visitor')(target.value)}
          />
        )}
      </Field>
      <Checkbox
        label="Tried more than once"
        hint="Also those that are about to be."
        checked={isRetried}
        onChange={({ target }) => setRetried(target.checked)}
      />
      <div className="flex justify-end gap-2">
        <Button
          onClick={() => {
            setTyped({ event: '', visitor: '', reason: '' })
            setRetried(false)
          }}
        >
          Clear
        </Button>
        <Button type="submit" look="primary">
          Filter
        </Button>
      </div>
    </form>
  )
}

type SuggestedProps = {
  label: string
  hint: string
  value: string
  offers: readonly string[]
  onChange: (value: string) => void
}

function Suggested({ label, hint, value, offers, onChange }: SuggestedProps) {
  return (
    <Field label={label} hint={hint}>
      {state => (
        <>
          <Input
            {...state}
            list={`${state.id}-list`}
            spellCheck={false}
            maxLength={200}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={`${state.id}-list`}>
            {offers.map(offer => (
              <option key={offer} value={offer} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

const distinct = (values: readonly string[]) => [...new Set(values.filter(Boolean))].sort().slice(0, 100)
