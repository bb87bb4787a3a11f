import type { Condition, Did, EventChoice } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useSettled } from '../../shell/use-settled.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { compactCount } from '../../words/numbers.ts'
import { ConditionFields } from './condition-fields.tsx'
import { firstDays, timesOf } from './did-draft.ts'
import { eventWords } from './fields.ts'
import { fieldsQuery } from './filter-data.ts'
import { SuggestField } from './suggest-field.tsx'

type Props = { did: Did; onChange: (did: Did) => void; autoFocus?: boolean }

/** Somebody did something so often, within so many days: a sentence with its gaps. */
export function DidFields({ did: behaviour, onChange, autoFocus }: Props) {
  const { did, times, withinDays, not } = behaviour
  const { times: _times, ...untimed } = behaviour
  const { withinDays: _days, ...ever } = behaviour
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2 max-sm:basis-full">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Did it or not"
          className="w-fit"
          value={not ? 'not' : 'did'}
          onChange={event => {
            const { not: _not, ...rest } = behaviour
            onChange(event.target.value === 'not' ? { ...rest, not: true } : rest)
          }}
        >
          <option value="did">Did</option>
          <option value="not">Did not do</option>
        </Select>
        <EventChoiceField
          event={did.event}
          autoFocus={autoFocus}
          onPick={event => onChange({ ...behaviour, did: { event } })}
        />
      </div>
      <Where choice={did} onChange={next => onChange({ ...behaviour, did: next })} />
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        <Select
          aria-label="How often"
          className="w-fit"
          value={times?.op ?? 'once'}
          onChange={event => {
            const next = timesOf(event.target.value, times)
            onChange(next ? { ...untimed, times: next } : untimed)
          }}
        >
          <option value="once">at least once</option>
          <option value="atLeast">at least</option>
          <option value="atMost">at most</option>
          <option value="exactly">exactly</option>
        </Select>
        {times && (
          <>
            <Amount
              label="Times"
              value={times.count}
              least={times.op === 'atLeast' ? 1 : 0}
              most={1_000_000}
              onChange={count => onChange({ ...behaviour, times: { ...times, count } })}
            />
            times
          </>
        )}
        <Select
          aria-label="When"
          className="w-fit"
          value={withinDays === undefined ? 'ever' : 'days'}
          onChange={event => onChange(event.target.value === 'ever' ? ever : { ...behaviour, withinDays: firstDays })}
        >
          <option value="ever">ever</option>
          <option value="days">in the last</option>
        </Select>
        {withinDays !== undefined && (
          <>
            <Amount
              label="Days"
              value={withinDays}
              least={1}
              most={3660}
              onChange={days => onChange({ ...behaviour, withinDays: days })}
            />
            days
          </>
        )}
      </div>
    </div>
  )
}

type EventChoiceProps = { event: string; onPick: (event: string) => void; autoFocus?: boolean | undefined }

/** Which event: what is usual, or whatever it is called. */
export function EventChoiceField({ event, onPick, autoFocus }: EventChoiceProps) {
  const [typed, setTyped] = useState('')
  const found = useQuery(fieldsQuery(useSettled(typed, 150)))
  const named = (found.data?.items ?? []).filter(item => item.kind === 'event' && !(item.value in eventWords))
  return (
    <SuggestField
      label="Event"
      placeholder="Order Completed, page …"
      shown={eventWords[event] ?? event}
      suggestions={[
        ...named.map(({ value, count }) => ({
          value,
          label: value,
          group: 'Events of late',
          ...(count !== undefined && { note: compactCount(count) })
        })),
        ...Object.entries(eventWords).map(([value, label]) => ({ value, label, group: 'Kinds of events' }))
      ]}
      isLoading={found.isFetching}
      onTyped={setTyped}
      onPick={onPick}
      takesAny
      autoFocus={autoFocus === true}
    />
  )
}

/** What the event itself must be like. */
export function Where({ choice, onChange }: { choice: EventChoice; onChange: (choice: EventChoice) => void }) {
  const { where = [], ...rest } = choice
  const change = (next: Condition[]) => onChange(next.length === 0 ? rest : { ...rest, where: next })
  if (choice.event === '') return null
  return (
    <div className="flex flex-col gap-1.5">
      {where.map((condition, index) => (
        // Conditions have no name of their own; they are changed in place and never moved.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className="flex items-start gap-2 text-sm text-ink-soft">
          <span className="w-11 pt-1.5">{index === 0 ? 'where' : 'and'}</span>
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
            <ConditionFields
              condition={condition}
              autoFocus={condition.property === ''}
              onChange={next => change(where.map((one, place) => (place === index ? next : one)))}
            />
          </div>
          <IconButton label="Remove this condition" onClick={() => change(where.filter((_, place) => place !== index))}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        look="quiet"
        size="small"
        className="self-start"
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => change([...where, { property: '' }])}
      >
        {where.length === 0 ? 'Only where …' : 'And where …'}
      </Button>
    </div>
  )
}

type AmountProps = { label: string; value: number; least: number; most: number; onChange: (value: number) => void }

/** Keeps what is typed, also while it is no number yet. */
export function Amount({ label, value, least, most, onChange }: AmountProps) {
  const [typed, setTyped] = useState(String(value))
  return (
    <span className="w-20">
      <Input
        type="number"
        aria-label={label}
        min={least}
        max={most}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          const next = Math.round(event.target.valueAsNumber)
          if (next >= least && next <= most) onChange(next)
        }}
        onBlur={() => setTyped(String(value))}
      />
    </span>
  )
}
