import { europeanCountries } from '@foyer/protocol/plain'
import { X } from 'lucide-react'
import { Field, Select } from '../../../ui/field.tsx'
import { countryName, flagOf } from '../../../words/countries.ts'
import { counted } from '../../../words/numbers.ts'
import { allCountries, europe } from './privacy-words.ts'

const europeValue = 'europe'

type Props = {
  /** The ready group is in it, whole. */
  isEurope: boolean
  /** The others, one by one. */
  single: string[]
  /** In other regions already. */
  taken: string[]
  onChange: (countries: string[]) => void
}

export function CountryPicker({ isEurope, single, taken, onChange }: Props) {
  const all = [...(isEurope ? europeanCountries : []), ...single]
  const free = allCountries.filter(({ code }) => !all.includes(code) && !taken.includes(code))
  const isGroupFree = !isEurope && !europeanCountries.some(code => taken.includes(code))
  const add = (value: string) => {
    const added = value === europeValue ? europeanCountries : [value]
    onChange([...new Set([...all, ...added])])
  }
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Countries"
        hint={all.length === 0 ? 'Choose at least one.' : `${counted(all.length, 'country', 'countries')}.`}
      >
        {state => (
          <Select
            {...state}
            value=""
            // A region without a country is nobody's; the first one chosen makes it valid.
            required={all.length === 0}
            onChange={event => event.target.value !== '' && add(event.target.value)}
          >
            <option value="">Add a country…</option>
            {isGroupFree && <option value={europeValue}>{europe}</option>}
            {free.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {all.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {isEurope && <Chip label={europe} onRemove={() => onChange(single)} />}
          {single.map(code => (
            <Chip
              key={code}
              flag={flagOf(code)}
              label={countryName(code)}
              onRemove={() => onChange(all.filter(one => one !== code))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function Chip({ flag, label, onRemove }: { flag?: string; label: string; onRemove: () => void }) {
  return (
    <li className="flex h-7 max-w-full items-center gap-1.5 rounded-sm bg-pressed pl-2 text-xs">
      {flag && <span aria-hidden>{flag}</span>}
      <span className="truncate">{label}</span>
      <button
        type="button"
        aria-label={`Take out ${label}`}
        className="flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:text-ink"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  )
}
