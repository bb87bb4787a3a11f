import type { SettingField } from '@foyer/protocol'
import { Button } from '../../../ui/button.tsx'
import { CopyIcon } from '../../../ui/copy.tsx'
import { Checkbox, Field, type FieldState, Input, Select, Textarea } from '../../../ui/field.tsx'
import { isNeeded } from './destination-form.ts'

type Props = {
  field: SettingField
  value: string | boolean | null | undefined
  /** A secret of it is kept by the server, sealed. */
  isKept: boolean
  /** The kept one was entered for another server than the form names. */
  isElsewhere: boolean
  /** A secret that was made here: seen until it is saved. */
  isSeen: boolean
  error: string | undefined
  onChange: (value: string | boolean | null) => void
}

/** One field of a destination's own form, as its kind describes it. */
export function SettingInput({ field, value, isKept, isElsewhere, isSeen, error, onChange }: Props) {
  const { label, kind, help, required } = field
  if (kind === 'switch')
    return (
      <Checkbox label={label} hint={help} checked={value === true} onChange={event => onChange(event.target.checked)} />
    )
  const isForgotten = value === null
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={label}
          isOptional={!required}
          hint={
            isForgotten
              ? 'The kept one is forgotten when you save.'
              : kind === 'secret' && isKept && isElsewhere
                ? error
                  ? help
                  : `The address leads to another server now, and the kept one is not sent there. Enter it again. ${help}`
                : kind === 'secret' && isKept
                  ? `One is kept, sealed; it is never shown again. Type another to replace it. ${help}`
                  : help
          }
          error={error}
        >
          {state => (
            <Control
              {...{ field, state, isSeen, onChange }}
              isKept={isKept && !isElsewhere && !isForgotten}
              text={typeof value === 'string' ? value : ''}
            />
          )}
        </Field>
      </div>
      {isKept && !required && !isForgotten && (
        <Button look="danger" className="mb-5.5" onClick={() => onChange(null)}>
          Forget it
        </Button>
      )}
    </div>
  )
}

type ControlProps = Pick<Props, 'field' | 'isKept' | 'isSeen' | 'onChange'> & { state: FieldState; text: string }

function Control({ field, state, isKept, isSeen, text, onChange }: ControlProps) {
  const { kind, label, choices = [], placeholder } = field
  if (kind === 'choice')
    return (
      <Select {...state} className="max-w-sm" value={text} onChange={event => onChange(event.target.value)}>
        {!choices.some(({ value }) => value === text) && <option value={text}>Choose one</option>}
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    )
  if (kind === 'list')
    return (
      <Textarea
        {...state}
        rows={3}
        spellCheck={false}
        placeholder={placeholder ?? 'One on each line'}
        value={text}
        onChange={event => onChange(event.target.value)}
      />
    )
  const input = (
    <Input
      {...state}
      aria-required={isNeeded(field)}
      type={kind === 'secret' && !isSeen ? 'password' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : kind === 'address' ? 'url' : undefined}
      autoComplete={kind === 'secret' ? 'new-password' : 'off'}
      spellCheck={false}
      maxLength={10_000}
      placeholder={kind === 'secret' && isKept ? '••••••••••••' : placeholder}
      value={text}
      onChange={event => onChange(event.target.value)}
    />
  )
  if (!isSeen) return input
  return (
    <div className="flex items-center gap-1">
      {input}
      <CopyIcon text={text} label={`Copy: ${label}`} />
    </div>
  )
}
