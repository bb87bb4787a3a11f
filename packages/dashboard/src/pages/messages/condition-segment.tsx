import { useQuery } from '@tanstack/react-query'
import { segmentsQuery } from '../../analytics/filters/filter-data.ts'
import { Select } from '../../ui/field.tsx'
import { Choice } from './condition-blanks.tsx'
import type { ConditionOf, Sentenced } from './condition-properties.tsx'

export function SegmentSentence({ condition, onChange }: Sentenced<ConditionOf<'segment'>>) {
  const { data, isError, isPending } = useQuery(segmentsQuery)
  const items = data?.items ?? []
  return (
    <>
      They are
      <Choice
        label="In the segment or not"
        value={condition.is ? 'in' : 'not'}
        words={{ in: 'in', not: 'not in' }}
        onChange={is => onChange({ ...condition, is: is === 'in' })}
      />
      <Select
        aria-label="Segment"
        className="w-52 max-w-full"
        value={condition.segment}
        onChange={event => onChange({ ...condition, segment: event.target.value })}
      >
        <option value="" disabled>
          {isError
            ? 'Segments could not be loaded'
            : isPending
              ? 'Loading …'
              : items.length === 0
                ? 'There are no segments yet'
                : 'Choose a segment'}
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
