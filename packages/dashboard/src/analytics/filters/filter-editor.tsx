import type { Filter, OneFilter } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import type { Among } from './among.ts'
import { ConditionFields } from './condition-fields.tsx'
import { DidFields } from './did-fields.tsx'
import { segmentsQuery } from './filter-data.ts'
import { draftOf, filtersOf } from './filter-draft.ts'

type Props = {
  filter: Filter | undefined
  among?: Among | undefined
  /** None where all of it was taken away; several where parts were added that hold by themselves. */
  onDone: (filters: Filter[]) => void
  onCancel: () => void
}

const kinds = { condition: 'A fact', did: 'Something they did', segment: 'A segment' } as const
type Kind = keyof typeof kinds
const kindOf = (part: OneFilter): Kind => ('did' in part ? 'did' : 'segment' in part ? 'segment' : 'condition')
const blank: Record<Kind, OneFilter> = {
  condition: { property: '' },
  did: { did: { event: '' } },
  segment: { segment: '' }
}

type Kept = { key: number; part: OneFilter }
let parts = 0
/** Parts have no name of their own; what is half typed in one must not come to stand in another when one is taken away. */
function kept(part: OneFilter): Kept {
  parts += 1
  return { key: parts, part }
}

/** One filter while it is written: alternatives, and what must hold together in each. */
export function FilterEditor({ filter, among, onDone, onCancel }: Props) {
  const [draft, setDraft] = useState(() =>
    (filter ? draftOf(filter) : [[blank.condition]]).map(parts => parts.map(kept))
  )
  const finished = filtersOf(draft.map(alternative => alternative.map(({ part }) => part)))
  const whole = draft.flat().length
  const done = finished.reduce((sum, one) => sum + draftOf(one).flat().length, 0)
  const change = (alternative: number, next: Kept[]) =>
    setDraft(draft.map((one, index) => (index === alternative ? next : one)).filter(one => one.length > 0))
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault()
        if (done === whole) onDone(finished)
      }}
    >
      {draft.map((alternative, index) => (
        <fieldset key={alternative[0]?.key} className="flex flex-col gap-2">
          <legend className={index === 0 ? 'sr-only' : 'mb-2 text-xs font-medium text-ink-soft'}>
            {index === 0 ? 'What must hold' : 'or instead'}
          </legend>
          {alternative.map((one, place) => (
            <Part
              key={one.key}
              part={one.part}
              among={among}
              isFirst={place === 0}
              isOnly={whole === 1}
              onChange={part =>
                change(
                  index,
                  alternative.map(other => (other === one ? { key: one.key, part } : other))
                )
              }
              onRemove={() =>
                change(
                  index,
                  alternative.filter(other => other !== one)
                )
              }
            />
          ))}
          <Button
            look="quiet"
            size="small"
            className="self-start"
            icon={<Plus aria-hidden className="size-3.5" />}
            onClick={() => change(index, [...alternative, kept(blank.condition)])}
          >
            And
          </Button>
        </fieldset>
      ))}
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        <Button
          look="quiet"
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => setDraft([...draft, [kept(blank.condition)]])}
        >
          Or instead
        </Button>
        <span className="flex-1" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={done < whole}>
          Apply
        </Button>
      </div>
    </form>
  )
}

type PartProps = {
  part: OneFilter
  among: Among | undefined
  isFirst: boolean
  isOnly: boolean
  onChange: (part: OneFilter) => void
  onRemove: () => void
}

function Part({ part, among, isFirst, isOnly, onChange, onRemove }: PartProps) {
  const kind = kindOf(part)
  const [first] = useState(kind)
  // Whoever goes through the kinds by keyboard is still choosing one.
  const isNew = kind === first
  return (
    <div className="flex items-start gap-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
        {!(among && kind === 'condition') && (
          <Select
            aria-label={isFirst ? 'What the filter is about' : 'What else the filter is about'}
            className="w-fit"
            value={kind}
            onChange={event => onChange(blank[event.target.value as Kind])}
          >
            {Object.entries(kinds).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
        {'did' in part ? (
          <DidFields did={part} onChange={onChange} autoFocus={isNew && part.did.event === ''} />
        ) : 'segment' in part ? (
          <SegmentFields part={part} onChange={onChange} />
        ) : (
          <ConditionFields
            condition={part}
            among={among}
            onChange={onChange}
            autoFocus={isNew && part.property === ''}
          />
        )}
      </div>
      {!isOnly && (
        <IconButton label="Remove this part" onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  )
}

type SegmentPart = Extract<OneFilter, { segment: string }>

function SegmentFields({ part, onChange }: { part: SegmentPart; onChange: (part: SegmentPart) => void }) {
  const segments = useQuery(segmentsQuery)
  const items = segments.data?.items ?? []
  if (segments.isSuccess && items.length === 0)
    return <p className="py-1.5 text-sm text-ink-soft">There are no segments yet.</p>
  return (
    <>
      <Select
        aria-label="In it or not"
        className="w-fit"
        value={part.not ? 'not' : 'in'}
        onChange={event => onChange({ segment: part.segment, ...(event.target.value === 'not' && { not: true }) })}
      >
        <option value="in">is in</option>
        <option value="not">is not in</option>
      </Select>
      <Select
        aria-label="Segment"
        className="min-w-0 flex-1 basis-40"
        value={part.segment}
        onChange={event => onChange({ ...part, segment: event.target.value })}
      >
        <option value="" disabled>
          {segments.isError ? 'Segments could not be loaded' : segments.isPending ? 'Loading …' : 'Choose a segment'}
        </option>
        {items.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </>
  )
}
