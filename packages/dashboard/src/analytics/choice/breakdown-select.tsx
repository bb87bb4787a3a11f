import { useQuery } from '@tanstack/react-query'
import { Select } from '../../ui/field.tsx'
import { plainText } from '../../words/people.ts'
import { fieldLabel, knownFields } from '../filters/fields.ts'
import { namesQuery } from './fields-data.ts'

type Props = { value: string | undefined; onChange: (by: string | undefined) => void }

/** What a report is broken down by: what every visit has, and what this workspace's events and people bring with them. */
export function BreakdownSelect({ value, onChange }: Props) {
  const known = useQuery(namesQuery(''))
  const named = (kind: 'property' | 'trait', group: string) =>
    (known.data?.items ?? []).flatMap(item => (item.kind === kind ? [{ value: item.value, group }] : []))
  const fields = [
    // Facts of a person are conditions, not values to tell people apart by.
    ...knownFields.filter(field => !field.value.startsWith('person.')),
    ...named('property', 'Properties of events'),
    ...named('trait', 'Traits of people')
  ]
  const groups = [...new Set(fields.map(({ group }) => group))]
  return (
    <Select
      aria-label="Break down by"
      className="w-44"
      value={value ?? ''}
      onChange={event => onChange(event.target.value || undefined)}
    >
      <option value="">No breakdown</option>
      {value !== undefined && !fields.some(field => field.value === value) && (
        <option value={value}>{fieldWords(value)}</option>
      )}
      {groups.map(group => (
        <optgroup key={group} label={group}>
          {fields
            .filter(field => field.group === group)
            .map(field => (
              <option key={field.value} value={field.value}>
                {fieldWords(field.value)}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  )
}

export const fieldWords = (field: string) => plainText(fieldLabel(field))
