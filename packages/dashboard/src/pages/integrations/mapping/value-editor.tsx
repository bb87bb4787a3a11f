import type { MappingValue } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import { ArrowUp, Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input, Select } from '../../../ui/field.tsx'
import { ConstantField } from './constant-field.tsx'
import { type Form, formOf, forms, inForm, moved } from './draft.ts'
import { useEditing } from './editing.ts'
import { ItemFields } from './item-fields.tsx'
import { PathField } from './path-field.tsx'
import { ProblemAt } from './problem-text.tsx'
import { itemPaths, type SamplePath } from './sample-paths.ts'
import { ValueMore } from './value-more.tsx'

const formWords: Record<Form, string> = {
  path: 'From the event',
  constant: 'Always the same',
  template: 'Text with gaps',
  first: 'First there is',
  each: 'For each of a list',
  sum: 'Sum of a list',
  texts: 'Texts of a list'
}

export type ValueProps = {
  label: string
  value: MappingValue
  place: string
  depth: number
  /** What an item has, inside a list. */
  more: readonly SamplePath[]
  onChange: (next: MappingValue) => void
}

/** Where a field's value comes from: its form, and the gaps of that form. */
export function ValueEditor(props: ValueProps) {
  const { label, value, place, depth, more, onChange } = props
  const form = formOf(value)
  const offered = depth < mappingLimits.depth ? forms : forms.filter(one => one !== 'first' && one !== 'each')
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-start gap-2">
        <Select
          aria-label={`Where ${label} comes from`}
          className="w-40"
          value={form}
          onChange={({ target }) => {
            const next = forms.find(one => one === target.value)
            if (next) onChange(inForm(value, next))
          }}
        >
          {offered.map(one => (
            <option key={one} value={one}>
              {formWords[one]}
            </option>
          ))}
        </Select>
        <FormGaps {...props} />
      </div>
      <ProblemAt place={place} />
      <ValueMore label={label} value={value} place={place} more={more} onChange={onChange} />
    </div>
  )
}

function FormGaps({ label, value, place, depth, more, onChange }: ValueProps) {
  const { sample } = useEditing()
  const path = (at: string, shown: string, what: string, change: (path: string) => void, isOfLists = false) => (
    <PathField
      label={what}
      value={shown}
      place={`${place}.${at}`}
      more={more}
      isOfLists={isOfLists}
      onChange={change}
    />
  )
  if ('path' in value) return path('path', value.path, `Path of ${label}`, next => onChange({ ...value, path: next }))
  if ('constant' in value)
    return (
      <ConstantField
        label={`Value of ${label}`}
        value={value.constant}
        place={`${place}.constant`}
        onChange={constant => onChange({ ...value, constant })}
      />
    )
  if ('template' in value)
    return (
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
        <Input
          aria-label={`Text of ${label}`}
          placeholder="Order {{properties.order_id}}"
          spellCheck={false}
          value={value.template}
          onChange={({ target }) => onChange({ ...value, template: target.value })}
        />
        <ProblemAt place={`${place}.template`} />
      </div>
    )
  if ('first' in value)
    return (
      <Alternatives
        {...{ label, place, depth, more }}
        all={value.first}
        onChange={first => onChange({ ...value, first })}
      />
    )
  if ('each' in value) {
    const items = itemPaths(sample, value.each)
    return (
      <>
        {path('each', value.each, `List of ${label}`, next => onChange({ ...value, each: next }), true)}
        <ItemFields
          label={label}
          fields={value.fields}
          place={`${place}.fields`}
          onChange={fields => onChange({ ...value, fields })}
        >
          {(name, one) => (
            <ValueEditor
              label={`${label}, ${name}`}
              value={one}
              place={`${place}.fields.${name}`}
              depth={depth + 1}
              more={items}
              onChange={next => onChange({ ...value, fields: { ...value.fields, [name]: next } })}
            />
          )}
        </ItemFields>
      </>
    )
  }
  if ('texts' in value)
    return path('texts', value.texts, `List of ${label}`, next => onChange({ ...value, texts: next }), true)
  const number = (key: 'of' | 'times', what: string) => (
    <span className="flex w-28 flex-col gap-1">
      <Input
        aria-label={what}
        placeholder="1"
        spellCheck={false}
        value={value[key] ?? ''}
        onChange={({ target }) => {
          const { [key]: _before, ...rest } = value
          onChange(target.value === '' ? rest : { ...rest, [key]: target.value })
        }}
      />
      <ProblemAt place={`${place}.${key}`} />
    </span>
  )
  return (
    <>
      {path('sum', value.sum, `List of ${label}`, next => onChange({ ...value, sum: next }), true)}
      <span className="flex basis-full flex-wrap items-start gap-2 text-sm leading-8 text-ink-soft">
        of each
        {number('of', `Number of each item of ${label}; how many there are where it is empty`)}
        times
        {number('times', `Times this number of each item of ${label}`)}
      </span>
    </>
  )
}

function Alternatives({
  all,
  label,
  place,
  depth,
  more,
  onChange
}: Omit<ValueProps, 'value' | 'onChange'> & { all: MappingValue[]; onChange: (all: MappingValue[]) => void }) {
  return (
    <ol className="flex w-full flex-col gap-3 border-l-2 border-line pl-3">
      {all.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a try has no other name than its place
        <li key={index} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <ValueEditor
              label={`${label}, ${index + 1}`}
              value={one}
              place={`${place}.first.${index}`}
              depth={depth + 1}
              more={more}
              onChange={next => onChange(all.with(index, next))}
            />
          </div>
          <IconButton
            label={`Try ${label}, ${index + 1} earlier`}
            disabled={index === 0}
            onClick={() => onChange(moved(all, index, index - 1))}
          >
            <ArrowUp aria-hidden className="size-4" />
          </IconButton>
          <IconButton
            label={`Remove ${label}, ${index + 1}`}
            disabled={all.length === 1}
            onClick={() => onChange(all.toSpliced(index, 1))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </li>
      ))}
      <li>
        <Button
          size="small"
          look="quiet"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => onChange([...all, { path: '' }])}
        >
          Otherwise try
        </Button>
        <ProblemAt place={`${place}.first`} />
      </li>
    </ol>
  )
}
