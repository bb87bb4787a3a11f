import { useState } from 'react'
import { Input, Select, Textarea } from '../../../ui/field.tsx'
import { isSame } from './draft.ts'
import { ProblemAt } from './problem-text.tsx'

type Kind = 'text' | 'number' | 'boolean' | 'json'
const kindWords: Record<Kind, string> = { text: 'Text', number: 'Number', boolean: 'Yes or no', json: 'JSON' }

const kindOf = (value: unknown): Kind =>
  typeof value === 'string'
    ? 'text'
    : typeof value === 'number'
      ? 'number'
      : typeof value === 'boolean'
        ? 'boolean'
        : 'json'

type Props = { label: string; value: unknown; place: string; onChange: (value: unknown) => void }

/** A value that is the same for every event. */
export function ConstantField({ label, value, place, onChange }: Props) {
  const kind = kindOf(value)
  const become: Record<Kind, unknown> = { text: '', number: 0, boolean: true, json: null }
  return (
    <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`Kind of ${label}`}
          className="w-28"
          value={kind}
          onChange={({ target }) => onChange(become[target.value as Kind])}
        >
          {(Object.keys(kindWords) as Kind[]).map(one => (
            <option key={one} value={one}>
              {kindWords[one]}
            </option>
          ))}
        </Select>
        <span className="min-w-32 flex-1 basis-32">
          <Given key={kind} kind={kind} label={label} value={value} onChange={onChange} />
        </span>
      </div>
      <ProblemAt place={place} />
    </div>
  )
}

function Given({ kind, label, value, onChange }: { kind: Kind } & Omit<Props, 'place'>) {
  // What is half written stays as it is typed, until the value is set from elsewhere.
  const [last, setLast] = useState<{ text: string; value: unknown }>()
  const typed = last && isSame(last.value, value) ? last.text : kind === 'json' ? JSON.stringify(value) : String(value)
  const give = (text: string, next: unknown) => {
    setLast({ text, value: next === undefined ? value : next })
    if (next !== undefined) onChange(next)
  }
  if (kind === 'boolean')
    return (
      <Select aria-label={label} value={String(value)} onChange={({ target }) => onChange(target.value === 'true')}>
        <option value="true">Yes</option>
        <option value="false">No</option>
      </Select>
    )
  if (kind === 'json')
    return (
      <Textarea
        aria-label={label}
        rows={2}
        spellCheck={false}
        className="font-mono text-xs"
        value={typed}
        onChange={({ target }) => give(target.value, readJson(target.value))}
      />
    )
  return (
    <Input
      aria-label={label}
      type={kind === 'number' ? 'number' : 'text'}
      step="any"
      value={typed}
      onChange={({ target }) => {
        const { value: text, valueAsNumber } = target
        give(text, kind === 'text' ? text : Number.isFinite(valueAsNumber) ? valueAsNumber : undefined)
      }}
    />
  )
}

/** Only lists, objects and null: what is half written stays as it was. */
function readJson(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' ? read : undefined
  } catch {
    // Half written.
    return undefined
  }
}
