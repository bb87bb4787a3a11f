import type { MappingRule, Target, TargetField } from '@foyer/protocol'
import { Plus, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input, Select } from '../../../ui/field.tsx'
import { DifferenceMark } from './difference-mark.tsx'
import { without } from './draft.ts'
import { useEditing } from './editing.ts'
import { ProblemAt } from './problem-text.tsx'
import { ValueEditor } from './value-editor.tsx'

type Props = {
  rule: MappingRule
  /** As the preset has it, where it has it. */
  was: MappingRule | undefined
  target: Target | undefined
  place: string
  isFixed: boolean
  onChange: (fields: MappingRule['fields']) => void
}

/** What a target is filled with, field by field; those it cannot do without are marked. */
export function RuleFields({ rule, was, target, place, isFixed, onChange }: Props) {
  const { differences } = useEditing()
  const { fields } = rule
  const order = [...Object.keys(was?.fields ?? {}), ...(target?.fields.map(field => field.path) ?? [])]
  const known = new Map((target?.fields ?? []).map(field => [field.path, field]))
  const differs = (field: string) => differences.find(one => one.rule === rule.name && one.field === field)?.is
  const gone = differences.filter(one => one.rule === rule.name && one.is === 'removed' && one.field !== undefined)
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-4">
        {inOrder(fields, order).map(([name, value]) => {
          const before = was?.fields[name]
          return (
            <li key={name} className="flex flex-col gap-1.5 border-t border-line pt-3">
              <div className="flex min-h-6 flex-wrap items-center gap-2">
                <code className="font-mono text-xs font-medium break-all">{name}</code>
                <About field={known.get(name)} />
                <DifferenceMark is={differs(name)} />
                {!isFixed && (
                  <span className="ml-auto flex">
                    {differs(name) === 'changed' && before && (
                      <IconButton
                        isSmall
                        label={`As the preset has ${name}`}
                        onClick={() => onChange({ ...fields, [name]: before })}
                      >
                        <RotateCcw aria-hidden className="size-3.5" />
                      </IconButton>
                    )}
                    <IconButton isSmall label={`Remove ${name}`} onClick={() => onChange(without(fields, name))}>
                      <X aria-hidden className="size-3.5" />
                    </IconButton>
                  </span>
                )}
              </div>
              <ValueEditor
                label={name}
                value={value}
                place={`${place}.${name}`}
                depth={1}
                more={[]}
                onChange={next => onChange({ ...fields, [name]: next })}
              />
            </li>
          )
        })}
      </ul>
      {gone.map(({ field = '' }) => (
        <p key={field} className="flex flex-wrap items-center gap-2 text-sm">
          <code className="font-mono text-xs text-ink-faint line-through">{field}</code>
          <DifferenceMark is="removed" />
          {was?.fields[field] && !isFixed && (
            <Button
              size="small"
              look="quiet"
              onClick={() => was.fields[field] && onChange({ ...fields, [field]: was.fields[field] })}
            >
              Put {field} back
            </Button>
          )}
        </p>
      ))}
      <ProblemAt place={place} />
      {!isFixed && (
        <AddField
          target={target}
          taken={Object.keys(fields)}
          onAdd={name => onChange({ ...fields, [name]: { path: '' } })}
        />
      )}
    </div>
  )
}

/** As the preset has them, or the target: what was stored comes back in an order of its own. */
function inOrder(fields: MappingRule['fields'], order: readonly string[]) {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(fields).sort(([one], [other]) => placeOf(one) - placeOf(other))
}

function About({ field }: { field: TargetField | undefined }) {
  if (!field) return null
  return (
    <>
      {field.required && <span className="text-xs text-warning">needed</span>}
      {field.help && <span className="text-xs text-ink-faint">{field.help}</span>}
    </>
  )
}

function AddField({
  target,
  taken,
  onAdd
}: {
  target: Target | undefined
  taken: readonly string[]
  onAdd: (name: string) => void
}) {
  const [typed, setTyped] = useState('')
  // What lies in the items of a list is filled with the list.
  const free = (target?.fields ?? []).filter(({ path }) => !taken.includes(path) && !path.includes('*'))
  const own = typed.trim()
  return (
    <div className="flex flex-wrap items-center gap-2">
      {free.length > 0 && (
        <Select
          aria-label="Add a field"
          className="w-48"
          value=""
          onChange={({ target: { value } }) => value && onAdd(value)}
        >
          <option value="">Add a field…</option>
          {free.map(({ path, required }) => (
            <option key={path} value={path}>
              {required ? `${path} (needed)` : path}
            </option>
          ))}
        </Select>
      )}
      {target?.isOpen && (
        <form
          className="flex gap-2"
          onSubmit={event => {
            event.preventDefault()
            if (own === '' || taken.includes(own)) return
            onAdd(own)
            setTyped('')
          }}
        >
          <Input
            aria-label="Name of a field of your own"
            placeholder="order.total"
            spellCheck={false}
            className="w-44 font-mono text-xs"
            value={typed}
            onChange={({ target: { value } }) => setTyped(value)}
          />
          <Button type="submit" icon={<Plus aria-hidden className="size-4" />}>
            Add
          </Button>
        </form>
      )}
    </div>
  )
}
