import type { Aggregate, TrendSeries } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { EventPicker } from '../../../analytics/choice/choice-editor.tsx'
import { EventButton } from '../../../analytics/choice/event-button.tsx'
import { namesQuery } from '../../../analytics/choice/fields-data.ts'
import { fieldLabel } from '../../../analytics/filters/fields.ts'
import { SuggestField } from '../../../analytics/filters/suggest-field.tsx'
import { lookOf } from '../../../charts/looks.ts'
import { LookMark } from '../../../charts/mark.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/field.tsx'
import { aggregateWords, isOfProperty, isWhole, seriesWords } from './series-words.ts'
import { mostSeries } from './trends-address.ts'

type Props = {
  series: readonly TrendSeries[]
  /** Lines of a breakdown have signs of their own. */
  hasSigns: boolean
  onChange: (series: readonly TrendSeries[]) => void
}

/** What is counted: a line for each series. */
export function SeriesEditor({ series, hasSigns, onChange }: Props) {
  const [isAdding, setAdding] = useState(false)
  return (
    <section aria-label="What is counted" className="flex flex-col items-start gap-2">
      {series.map((one, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: two series may be the same
          key={index}
          index={index}
          series={one}
          hasSign={hasSigns && series.length > 1}
          onChange={next => onChange(series.with(index, next))}
          {...(series.length > 1 && { onRemove: () => onChange(series.toSpliced(index, 1)) })}
        />
      ))}
      {series.length < mostSeries && (
        <Button
          look="quiet"
          size="small"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => setAdding(true)}
        >
          Add a series
        </Button>
      )}
      {isAdding && (
        <Suspense>
          <EventPicker
            title="What else is counted?"
            onPick={choice => onChange([...series, { ...choice, aggregate: 'people' }])}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </section>
  )
}

type RowProps = {
  index: number
  series: TrendSeries
  hasSign: boolean
  onChange: (series: TrendSeries) => void
  onRemove?: () => void
}

function Row({ index, series, hasSign, onChange, onRemove }: RowProps) {
  const { aggregate = 'count', property, ...choice } = series
  // Nothing is asked until it is known what to add up.
  const [draft, setDraft] = useState<Aggregate>()
  const shown = draft ?? aggregate
  const choose = (next: Aggregate) => {
    if (!isOfProperty(next)) {
      setDraft(undefined)
      onChange({ ...choice, aggregate: next })
    } else if (isWhole({ ...choice, aggregate: next, ...(property && { property }) }))
      onChange({ ...series, aggregate: next })
    else setDraft(next)
  }
  return (
    <div className="flex max-w-full flex-wrap items-center gap-2">
      {hasSign && <LookMark look={lookOf(index)} />}
      <EventButton
        label={`Series ${index + 1}`}
        choice={choice}
        none="any page"
        onChange={next => onChange({ ...(next ?? { event: 'page' }), aggregate, ...(property && { property }) })}
      />
      <Select
        aria-label={`How series ${index + 1} is counted`}
        className="w-52"
        value={shown}
        onChange={event => {
          const next = aggregates.find(name => name === event.target.value)
          if (next) choose(next)
        }}
      >
        {aggregates.map(name => (
          <option key={name} value={name}>
            {isOfProperty(name) ? `${aggregateWords[name]} a property` : aggregateWords[name]}
          </option>
        ))}
      </Select>
      {isOfProperty(shown) && (
        <Property
          label={`The property of series ${index + 1}`}
          value={property ?? ''}
          isNew={draft !== undefined}
          onChange={next => {
            setDraft(undefined)
            onChange({ ...choice, aggregate: shown, property: next })
          }}
        />
      )}
      {onRemove && (
        <IconButton label={`Remove ${seriesWords(series)}`} onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  )
}

const aggregates = Object.keys(aggregateWords) as Aggregate[]

type PropertyProps = { label: string; value: string; isNew: boolean; onChange: (property: string) => void }

/** The number in an event that is added up: any property of it. */
function Property({ label, value, isNew, onChange }: PropertyProps) {
  const [typed, setTyped] = useState('')
  const names = useQuery(namesQuery(typed.trim()))
  return (
    <div className="w-44">
      <SuggestField
        label={label}
        shown={fieldLabel(value)}
        placeholder="Which property?"
        suggestions={(names.data?.items ?? []).flatMap(item =>
          item.kind === 'property' ? [{ value: item.value, label: fieldLabel(item.value) }] : []
        )}
        isLoading={names.isPending}
        takesAny
        autoFocus={isNew}
        onTyped={setTyped}
        onPick={onChange}
      />
    </div>
  )
}
