import type { MappingCondition, MappingOperator } from '@foyer/protocol'
import { mappingOperators } from '@foyer/protocol/plain'
import { X } from 'lucide-react'
import { IconButton } from '../../../ui/button.tsx'
import { Input, Select } from '../../../ui/field.tsx'
import { PathField } from './path-field.tsx'
import { ProblemAt } from './problem-text.tsx'
import type { SamplePath } from './sample-paths.ts'

const words: Record<MappingOperator, string> = {
  is: 'is',
  isNot: 'is not',
  in: 'is one of',
  isSet: 'is there',
  isNotSet: 'is not there',
  contains: 'contains',
  startsWith: 'starts with',
  gt: 'is more than',
  lt: 'is less than'
}

type Props = {
  condition: MappingCondition
  place: string
  more?: readonly SamplePath[]
  onChange: (next: MappingCondition) => void
  onRemove: () => void
}

export function ConditionFields({ condition, place, more, onChange, onRemove }: Props) {
  const { op, value } = condition
  const asksValue = op !== 'isSet' && op !== 'isNotSet'
  const choose = (next: MappingOperator) => {
    const { value: _before, ...rest } = condition
    const keeps = next !== 'isSet' && next !== 'isNotSet'
    onChange({ ...rest, op: next, ...(keeps ? { value: given(typed(value), next) } : {}) })
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-start gap-2">
        <PathField
          label="Path of the condition"
          value={condition.path}
          place={`${place}.path`}
          {...(more ? { more } : {})}
          onChange={path => onChange({ ...condition, path })}
        />
        <Select
          aria-label="How it compares"
          className="w-32"
          value={op}
          onChange={({ target }) => {
            const next = mappingOperators.find(one => one === target.value)
            if (next) choose(next)
          }}
        >
          {mappingOperators.map(one => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </Select>
        {asksValue && (
          <span className="min-w-32 flex-1 basis-32">
            <Input
              aria-label={op === 'in' ? 'Values, with commas between' : 'Value it is compared with'}
              placeholder={op === 'in' ? 'EUR, USD' : ''}
              value={typed(value)}
              onChange={({ target }) => onChange({ ...condition, value: given(target.value, op) })}
            />
          </span>
        )}
        <IconButton label="Remove this condition" onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      <ProblemAt place={place} />
      <ProblemAt place={`${place}.op`} />
      <ProblemAt place={`${place}.value`} />
    </div>
  )
}

const typed = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : value === undefined || value === null ? '' : String(value)

/** Texts compare with the numbers of an event as they are written; a comma that was just typed stays. */
const given = (text: string, op: MappingOperator): unknown =>
  op === 'in' ? text.split(',').map(one => one.trimStart()) : text
