import { SuggestField } from '../../../analytics/filters/suggest-field.tsx'
import { useEditing } from './editing.ts'
import { ProblemAt } from './problem-text.tsx'
import { type SamplePath, valueAt, valueWords } from './sample-paths.ts'

type Props = {
  label: string
  value: string
  place: string
  /** Of an item, where it stands inside a list. */
  more?: readonly SamplePath[]
  isOfLists?: boolean
  onChange: (path: string) => void
}

/** A path into the event, offered with what stands there in the one that is looked at. */
export function PathField({ label, value, place, more = [], isOfLists, onChange }: Props) {
  const { paths, sample } = useEditing()
  const all = [...more, ...paths]
  const offered = isOfLists ? all.filter(one => Array.isArray(one.value)) : all
  const item = more.find(one => one.path === value)
  const found = item ? item.value : sample && valueAt(sample, value)
  return (
    <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
      {/* The field takes its width from a row. */}
      <div className="flex">
        <SuggestField
          label={label}
          shown={value}
          takesAny
          placeholder={isOfLists ? 'properties.products' : 'properties.total'}
          suggestions={offered.map(one => ({ value: one.path, label: one.path, note: valueWords(one.value) }))}
          onPick={onChange}
        />
      </div>
      {sample && value !== '' && !value.startsWith('item') && (
        <p className="truncate text-xs text-ink-faint">
          Here: <span className="font-mono">{valueWords(found)}</span>
        </p>
      )}
      <ProblemAt place={place} />
    </div>
  )
}
