import type { ComponentProps } from 'react'
import { Select } from './field.tsx'

const zones = Intl.supportedValuesOf('timeZone')

type Props = Omit<ComponentProps<typeof Select>, 'value'> & { value: string }

/** Every zone this browser knows, by continent, and the one in use if it is none of them. */
export function TimezoneSelect({ value, ...rest }: Props) {
  const all = [...new Set(['UTC', value, ...zones])]
  const groups = Map.groupBy(all, zone => (zone.includes('/') ? (zone.split('/')[0] ?? '') : 'General'))
  return (
    <Select {...rest} value={value}>
      {[...groups].map(([group, names]) => (
        <optgroup key={group} label={group}>
          {names.map(zone => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}
