import type { Unit } from '@foyer/protocol'
import { Select } from '../ui/field.tsx'

const units: { value: Unit; label: string }[] = [
  { value: 'hour', label: 'By hour' },
  { value: 'day', label: 'By day' },
  { value: 'week', label: 'By week' },
  { value: 'month', label: 'By month' }
]

type Props = {
  value: Unit | undefined
  /** What the server took where nothing was chosen. */
  answered: Unit | undefined
  onChange: (unit: Unit | undefined) => void
}

export function UnitSelect({ value, answered, onChange }: Props) {
  return (
    <Select
      aria-label="Unit"
      className="w-28"
      value={value ?? answered ?? 'day'}
      onChange={event => onChange(units.find(unit => unit.value === event.target.value)?.value)}
    >
      {units.map(unit => (
        <option key={unit.value} value={unit.value}>
          {unit.label}
        </option>
      ))}
    </Select>
  )
}
