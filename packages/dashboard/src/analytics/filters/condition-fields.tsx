import type { Condition, Operator } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useSettled } from '../../shell/use-settled.ts'
import { Input, Select } from '../../ui/field.tsx'
import { compactCount } from '../../words/numbers.ts'
import type { Among } from './among.ts'
import { factKinds, fieldLabel, knownFields, valueLabel } from './fields.ts'
import { fieldsQuery, valuesQuery } from './filter-data.ts'
import { valuesOf } from './filter-words.ts'
import { operatorsOf, operatorWords, takesDay, takesNoValue, takesNumber, takesSeveral } from './operators.ts'
import { isOperator } from './read-filters.ts'
import { SuggestField, type Suggestion } from './suggest-field.tsx'

type Props = {
  condition: Condition
  among?: Among | undefined
  onChange: (condition: Condition) => void
  autoFocus?: boolean
}

/** Field, operator and value of one condition. */
export function ConditionFields({ condition, among, onChange, autoFocus }: Props) {
  const { property } = condition
  const op = isOperator(condition.op) ? condition.op : 'is'
  const operatorsFor = (field: string) => operatorsOf(field).filter(one => !among || among.operators.includes(one))
  const choices = operatorsFor(property)
  const operators = choices.includes(op) ? choices : [op, ...choices]
  const chooseField = (next: string) => {
    const fits = operatorsFor(next)
    const kept = fits.includes(op) ? op : (fits[0] ?? 'is')
    onChange({ property: next, op: kept, ...(factKinds[next] === 'yesNo' && { value: 'true' }) })
  }
  const chooseOperator = (next: Operator) => {
    const { value, ...rest } = condition
    const [first] = valuesOf(value)
    if (takesNoValue(next)) onChange({ ...rest, op: next })
    else if (takesSeveral(next) === takesSeveral(op) && value !== undefined) onChange({ ...rest, op: next, value })
    else onChange({ ...rest, op: next, ...(first !== undefined && takesSeveral(next) && { value: [first] }) })
  }
  return (
    <>
      <FieldChoice property={property} among={among} onPick={chooseField} autoFocus={autoFocus} />
      {property !== '' && (
        <>
          <Select
            aria-label="How it is compared"
            className="w-fit"
            value={op}
            onChange={event => isOperator(event.target.value) && chooseOperator(event.target.value)}
          >
            {operators.map(one => (
              <option key={one} value={one}>
                {operatorWords[one]}
              </option>
            ))}
          </Select>
          <Value
            key={`${property} ${op}`}
            condition={{ ...condition, op }}
            onChange={value => onChange({ property, op, ...(value !== undefined && { value }) })}
          />
        </>
      )}
    </>
  )
}

function FieldChoice({
  property,
  among,
  onPick,
  autoFocus
}: {
  property: string
  among: Among | undefined
  onPick: (property: string) => void
  autoFocus?: boolean | undefined
}) {
  const [typed, setTyped] = useState('')
  const found = useQuery(fieldsQuery(useSettled(typed, 150)))
  const extra = (found.data?.items ?? []).flatMap(({ value, kind, count }): Suggestion[] =>
    kind === 'trait' || kind === 'property'
      ? [
          {
            value,
            label: fieldLabel(value),
            group: kind === 'trait' ? 'Traits of the person' : 'Properties of events',
            ...(count !== undefined && { note: compactCount(count) })
          }
        ]
      : []
  )
  return (
    <SuggestField
      label="Field"
      placeholder={among ? 'Country, browser …' : 'Country, traits.plan, price …'}
      shown={property === '' ? '' : fieldLabel(property)}
      suggestions={
        among
          ? knownFields.filter(({ value }) => among.fields.includes(value))
          : [...knownFields, ...extra.sort((a, b) => (b.group ?? '').localeCompare(a.group ?? ''))]
      }
      isLoading={found.isFetching}
      onTyped={setTyped}
      onPick={onPick}
      takesAny={!among}
      autoFocus={autoFocus === true}
    />
  )
}

type ValueProps = {
  condition: Condition & { op: Operator }
  onChange: (value: Condition['value'] | undefined) => void
}

function Value({ condition: { property, op, value }, onChange }: ValueProps) {
  const values = valuesOf(value)
  if (takesNoValue(op)) return null
  if (factKinds[property] === 'yesNo')
    return (
      <Select
        aria-label="Value"
        className="w-fit"
        value={values[0] ?? 'true'}
        onChange={event => onChange(event.target.value)}
      >
        <option value="true">yes</option>
        <option value="false">no</option>
      </Select>
    )
  if (takesNumber(op) || factKinds[property] === 'number')
    return (
      <span className="w-28">
        <Input
          type="number"
          step="any"
          aria-label="Value"
          value={values[0] ?? ''}
          onChange={event => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
        />
      </span>
    )
  if (takesDay(op))
    return (
      <span className="w-40">
        <Input
          type="date"
          aria-label="Day"
          value={values[0]?.slice(0, 10) ?? ''}
          onChange={event => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      </span>
    )
  return (
    <Values property={property} values={values} onChange={next => onChange(next.length === 0 ? undefined : next)} />
  )
}

type ValuesProps = { property: string; values: string[]; onChange: (values: string[]) => void }

function Values({ property, values, onChange }: ValuesProps) {
  const [typed, setTyped] = useState('')
  const found = useQuery(valuesQuery(property, useSettled(typed, 150)))
  const suggestions = (found.data?.items ?? [])
    .filter(item => !values.includes(item.value))
    .map(({ value, count }) => ({
      value,
      label: valueLabel(property, value),
      ...(count !== undefined && { note: compactCount(count) })
    }))
  return (
    <div className="flex min-w-0 flex-1 basis-48 flex-wrap items-center gap-1.5">
      {values.map(value => (
        <span key={value} className="flex h-7 max-w-full items-center gap-1 rounded-sm bg-pressed pr-1 pl-2 text-sm">
          <span className="truncate">{valueLabel(property, value)}</span>
          <button
            type="button"
            aria-label={`Take ${valueLabel(property, value)} away`}
            onClick={() => onChange(values.filter(other => other !== value))}
            className="flex size-5 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      <SuggestField
        label={values.length === 0 ? 'Value' : 'Another value'}
        placeholder={values.length === 0 ? 'Value' : 'or …'}
        shown=""
        isMulti
        takesAny
        suggestions={suggestions}
        isLoading={found.isFetching}
        onTyped={setTyped}
        onPick={value => onChange([...new Set([...values, value])])}
        onEmptyBackspace={() => onChange(values.slice(0, -1))}
      />
    </div>
  )
}
