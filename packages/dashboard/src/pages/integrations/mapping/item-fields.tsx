import type { MappingValue } from '@foyer/protocol'
import { Plus, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { renamed, without } from './draft.ts'
import { ProblemAt } from './problem-text.tsx'

type Props = {
  label: string
  fields: Record<string, MappingValue>
  place: string
  onChange: (fields: Record<string, MappingValue>) => void
  children: (name: string, value: MappingValue) => ReactNode
}

/** What becomes of one item of a list. */
export function ItemFields({ label, fields, place, onChange, children }: Props) {
  const add = () => {
    const names = Object.keys(fields)
    const name = ['field', ...names.map((_, index) => `field_${index + 2}`)].find(one => !names.includes(one))
    if (name) onChange({ ...fields, [name]: { path: 'item' } })
  }
  return (
    <ul className="flex w-full flex-col gap-3 border-l-2 border-line pl-3">
      {Object.entries(fields).map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its name changes while it is typed
        <li key={index} className="flex flex-wrap items-start gap-2">
          <FieldName
            label={`Field of each of ${label}`}
            name={name}
            taken={Object.keys(fields)}
            onRename={next => onChange(renamed(fields, name, next))}
          />
          <div className="min-w-0 flex-1 max-sm:order-1 max-sm:basis-full">{children(name, value)}</div>
          <IconButton
            label={`Remove ${name} of ${label}`}
            className="ml-auto"
            onClick={() => onChange(without(fields, name))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </li>
      ))}
      <li>
        <Button size="small" look="quiet" icon={<Plus aria-hidden className="size-3.5" />} onClick={add}>
          Field of each item
        </Button>
        <ProblemAt place={place} />
      </li>
    </ul>
  )
}

/** Taken over once it is whole: while it is typed it may be another field's name. */
export function FieldName({
  label,
  name,
  taken,
  onRename
}: {
  label: string
  name: string
  taken: readonly string[]
  onRename: (name: string) => void
}) {
  const [typed, setTyped] = useState<string>()
  const settle = () => {
    const next = typed?.trim()
    if (next && next !== name && !taken.includes(next)) onRename(next)
    setTyped(undefined)
  }
  return (
    <span className="w-32 shrink-0">
      <Input
        aria-label={label}
        spellCheck={false}
        className="font-mono text-xs"
        value={typed ?? name}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={settle}
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          settle()
        }}
      />
    </span>
  )
}
