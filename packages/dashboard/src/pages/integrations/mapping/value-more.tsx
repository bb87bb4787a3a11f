import type { MappingCast, MappingValue } from '@foyer/protocol'
import { mappingCasts } from '@foyer/protocol/plain'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Input, Select } from '../../../ui/field.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { ProblemAt } from './problem-text.tsx'
import type { SamplePath } from './sample-paths.ts'

const castWords: Record<MappingCast, string> = {
  text: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  list: 'a list',
  iso: 'a time, 2026-11-26T08:00:00Z',
  seconds: 'a time, in seconds',
  milliseconds: 'a time, in milliseconds'
}

type Beside = Pick<MappingValue, 'as' | 'otherwise' | 'when' | 'hash'>
type Props = {
  label: string
  value: MappingValue
  place: string
  more: readonly SamplePath[]
  onChange: (next: MappingValue) => void
}

/** What is made of a value before it leaves; out of the way until it is wanted. */
export function ValueMore({ label, value, place, more, onChange }: Props) {
  const { as, otherwise, when, hash } = value
  const isSet = as !== undefined || otherwise !== undefined || when !== undefined || hash !== undefined
  const [isOpen, setOpen] = useState(false)
  const change = (key: keyof Beside, next: unknown) => {
    const { [key]: _before, ...rest } = value as MappingValue & Record<string, unknown>
    onChange((next === undefined ? rest : { ...rest, [key]: next }) as MappingValue)
  }
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="self-start rounded-sm text-xs text-ink-soft underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        {isSet ? summaryOf(value) : 'Cast, otherwise, when, hash'}
        <span className="sr-only"> of {label}</span>
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 rounded-sm border border-line bg-sunken p-3">
          <div className="flex flex-wrap gap-2">
            <span className="min-w-44 flex-1 text-xs text-ink-soft">
              Made into
              <Select
                aria-label={`What ${label} is made into`}
                value={as ?? ''}
                onChange={({ target }) => change('as', target.value || undefined)}
              >
                <option value="">as it is</option>
                {mappingCasts.map(one => (
                  <option key={one} value={one}>
                    {castWords[one]}
                  </option>
                ))}
              </Select>
            </span>
            <span className="min-w-44 flex-1 text-xs text-ink-soft">
              Where there is nothing
              <Input
                aria-label={`What ${label} is where there is nothing`}
                placeholder="the field is left out"
                value={
                  otherwise === undefined ? '' : typeof otherwise === 'string' ? otherwise : JSON.stringify(otherwise)
                }
                onChange={({ target }) => change('otherwise', target.value === '' ? undefined : target.value)}
              />
            </span>
          </div>
          <Checkbox
            label="Hashed (SHA-256, without spaces around it, in lower case)"
            checked={hash !== undefined}
            onChange={({ target }) => change('hash', target.checked ? 'sha256' : undefined)}
          />
          {when ? (
            <div className="flex flex-col gap-1">
              <span className="text-xs text-ink-soft">Only when</span>
              <ConditionFields
                condition={when}
                place={`${place}.when`}
                more={more}
                onChange={next => change('when', next)}
                onRemove={() => change('when', undefined)}
              />
            </div>
          ) : (
            <Button
              size="small"
              look="quiet"
              className="self-start"
              icon={<Plus aria-hidden className="size-3.5" />}
              onClick={() => change('when', { path: '', op: 'isSet' })}
            >
              Only when
            </Button>
          )}
          <ProblemAt place={`${place}.as`} />
          <ProblemAt place={`${place}.otherwise`} />
        </div>
      )}
    </div>
  )
}

function summaryOf({ as, otherwise, when, hash }: Beside): string {
  return [
    as && `as ${castWords[as]}`,
    otherwise !== undefined && `otherwise ${typeof otherwise === 'string' ? otherwise : JSON.stringify(otherwise)}`,
    hash && 'hashed',
    when && 'only when'
  ]
    .filter(Boolean)
    .join(' · ')
}
