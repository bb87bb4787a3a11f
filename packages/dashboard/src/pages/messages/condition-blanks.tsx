import { useState } from 'react'
import { Input, Select } from '../../ui/field.tsx'

// The gaps in the sentence of a condition.

export function Choice<Words extends Record<string, string>>({
  label,
  value,
  words,
  onChange
}: {
  label: string
  value: string
  words: Words
  onChange: (value: string) => void
}) {
  return (
    <Select aria-label={label} className="w-fit" value={value} onChange={event => onChange(event.target.value)}>
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </Select>
  )
}

export function Text({
  label,
  value,
  onChange,
  placeholder,
  isShort
}: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  isShort?: boolean
}) {
  return (
    <span className={isShort ? 'w-28' : 'w-52 max-w-full flex-1 basis-40'}>
      <Input
        aria-label={label}
        title={label}
        placeholder={placeholder}
        maxLength={300}
        spellCheck={false}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </span>
  )
}

/** Keeps what is typed, also while it is no number yet. */
export function Amount({
  label,
  value,
  onChange,
  most,
  step = '1'
}: {
  label: string
  value: number
  onChange: (value: number) => void
  most?: number
  step?: string
}) {
  const [typed, setTyped] = useState(String(value))
  return (
    <span className="w-20">
      <Input
        type="number"
        aria-label={label}
        min={step === '1' ? 1 : 0.01}
        max={most}
        step={step}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          onChange(event.target.valueAsNumber || 0)
        }}
      />
    </span>
  )
}

/** A short list, with commas between. */
export function Several({
  label,
  placeholder,
  values,
  read,
  isGood,
  onChange
}: {
  label: string
  placeholder: string
  values: readonly string[]
  read: (text: string) => string
  isGood: (value: string) => boolean
  onChange: (values: string[]) => void
}) {
  const [typed, setTyped] = useState(values.join(', '))
  return (
    <span className="w-52 max-w-full flex-1 basis-40">
      <Input
        aria-label={label}
        title={label}
        placeholder={placeholder}
        spellCheck={false}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          const all = event.target.value.split(',').map(text => read(text.trim()))
          onChange([...new Set(all.filter(value => value !== '' && isGood(value)))])
        }}
      />
    </span>
  )
}
