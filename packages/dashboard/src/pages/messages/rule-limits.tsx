import type { ProactiveFrequency, ProactiveHours, ProactiveRuleWrite } from '@foyer/protocol'
import { useTimezone } from '../../session.ts'
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx'
import { fieldFault } from '../../ui/states.tsx'
import { dayWords } from './condition-words.ts'
import { dayAfter, dayOf, startOfDay } from './draft.ts'

export function FrequencyFields({
  frequency,
  onChange
}: {
  frequency: ProactiveFrequency
  onChange: (next: ProactiveFrequency) => void
}) {
  const times = frequency.kind === 'times' ? frequency : { kind: 'times' as const, times: 1, days: 7 }
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Select
        aria-label="How often"
        className="w-fit"
        value={frequency.kind}
        onChange={event => {
          const { value } = event.target
          onChange(value === 'times' ? times : { kind: value === 'once' ? 'once' : 'visit' })
        }}
      >
        <option value="once">Once for everybody, ever</option>
        <option value="visit">Once in a visit</option>
        <option value="times">Some times in some days</option>
      </Select>
      {frequency.kind === 'times' && (
        <>
          at most
          <span className="w-16">
            <Input
              type="number"
              aria-label="Times"
              min={1}
              max={50}
              required
              value={times.times || ''}
              onChange={event => onChange({ ...times, times: event.target.valueAsNumber || 0 })}
            />
          </span>
          in
          <span className="w-20">
            <Input
              type="number"
              aria-label="Days"
              min={1}
              max={365}
              required
              value={times.days || ''}
              onChange={event => onChange({ ...times, days: event.target.valueAsNumber || 0 })}
            />
          </span>
          days
        </>
      )}
      <p className="basis-full text-xs text-ink-faint">
        Counted by person, on all their tabs and devices together. It never appears while a conversation is open.
      </p>
    </div>
  )
}

const office: ProactiveHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }

export function TimesFields({
  draft,
  onChange,
  fault
}: {
  draft: ProactiveRuleWrite
  onChange: (change: Partial<ProactiveRuleWrite>) => void
  fault: unknown
}) {
  const timezone = useTimezone()
  const { hours, activeFrom, activeTo } = draft
  const setHours = (more: Partial<ProactiveHours>) => onChange({ hours: { ...office, ...hours, ...more } })
  const toggle = (day: number, isOn: boolean) => {
    const days = (hours?.days ?? []).filter(other => other !== day)
    setHours({ days: (isOn ? [...days, day] : days).toSorted((a, b) => a - b) })
  }
  // The last day is named, and its end is what is kept.
  const lastDay = activeTo ? dayOf(Date.parse(activeTo) - 1, timezone) : ''
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First day" hint="Empty: at once.">
          {state => (
            <Input
              {...state}
              type="date"
              value={activeFrom ? dayOf(activeFrom, timezone) : ''}
              onChange={event =>
                onChange({ activeFrom: event.target.value ? startOfDay(event.target.value, timezone) : null })
              }
            />
          )}
        </Field>
        <Field label="Last day" hint="Empty: until you switch it off." error={fieldFault(fault, 'activeTo')}>
          {state => (
            <Input
              {...state}
              type="date"
              value={lastDay}
              onChange={event =>
                onChange({ activeTo: event.target.value ? startOfDay(dayAfter(event.target.value), timezone) : null })
              }
            />
          )}
        </Field>
      </div>
      <Checkbox
        label="Only in office hours"
        hint={`In the workspace’s time, ${timezone}.`}
        checked={!!hours}
        onChange={event => onChange({ hours: event.target.checked ? office : null })}
      />
      {hours && (
        <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2 pl-6">
          <legend className="sr-only">Office hours</legend>
          {dayWords.map((word, at) => (
            <Checkbox
              key={word}
              label={word}
              checked={hours.days.includes(at + 1)}
              // One of them has to stay.
              disabled={hours.days.length === 1 && hours.days[0] === at + 1}
              onChange={event => toggle(at + 1, event.target.checked)}
            />
          ))}
          <span className="flex items-center gap-2 text-sm">
            <span className="w-28">
              <Input
                type="time"
                aria-label="From"
                required
                value={hours.from}
                onChange={event => setHours({ from: event.target.value })}
              />
            </span>
            to
            <span className="w-28">
              <Input
                type="time"
                aria-label="To"
                required
                value={hours.to}
                onChange={event => setHours({ to: event.target.value })}
              />
            </span>
          </span>
          {fieldFault(fault, 'hours') && (
            <p role="alert" className="basis-full text-xs text-danger">
              {fieldFault(fault, 'hours')}
            </p>
          )}
        </fieldset>
      )}
    </div>
  )
}
